import type { FieldObject } from '@whisker/api/fields.ts'
import type { Size } from '@whisker/api/kinds/kind.ts'
import type { VNode } from 'preact'
import type { ObjectsField } from './drawing-of.ts'
import type { ControlProps } from './kind.ts'

/** How objects of one kind stand in a list. */
export type Listed<O extends FieldObject> = {
  /** Under which name its words are found (list-words.ts). */
  kind: ObjectsField['type']
  /** Where one is that was just added, in a picture of this size. */
  fresh(size: Size): O
  /** Where it is, to be read and written. */
  Place(props: PlaceProps<O>): VNode
}

export type PlaceProps<O extends FieldObject> = {
  object: O
  /** Unique on the page. */
  id: string
  props: ControlProps<ObjectsField>
  put(object: O): void
}
