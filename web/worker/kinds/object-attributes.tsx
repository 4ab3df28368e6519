/** @jsxImportSource preact */

import { title } from '@whisker/api/field-names.ts'
import type { FieldObject } from '@whisker/api/fields.ts'
import type { SmallField } from '@whisker/api/kinds/schema/small-field.ts'
import { attributeId, canvasId } from '../canvas/overlay.ts'
import { attributesOf, withAttributes } from './attributes.ts'
import type { ObjectsField } from './drawing-of.ts'
import type { ControlProps } from './kind.ts'
import { useSmallFields } from './small-controls.tsx'
import { smallWords } from './small-draft.ts'

type Props<O extends FieldObject> = {
  props: ControlProps<ObjectsField>
  fields: readonly SmallField[]
  object: O
  /** From 1. */
  number: number
  faults: ReadonlyMap<string, string> | null
  /** It is the one that is selected. */
  isOpen: boolean
  put(object: O): void
}

/** What is said of an object: asked of the one that is selected, and of those of which something is wrong; of the others a line. */
export function Attributes<O extends FieldObject>(own: Props<O>) {
  const { fields, object, number, faults, isOpen } = own
  const isWrong = fields.some(({ name }) => faults?.has(`/${number - 1}/${name}`))
  return isOpen || isWrong ? <Asked {...own} object={object} /> : <Said {...own} />
}

function Asked<O extends FieldObject>({ props, fields, object, number, faults, put }: Props<O>) {
  const { id } = props
  const small = useSmallFields({
    // What is asked knows of the field no more than what is shown of the item.
    props: props as unknown as ControlProps,
    fields,
    values: attributesOf(object),
    idOf: (one) => attributeId(id, number - 1, fields.indexOf(one)),
    faultOf: (one) => faults?.get(`/${number - 1}/${one.name}`),
    put: (said) => put(withAttributes(object, said)),
    /** Back to the picture; a form that is answered without one goes on with the whole field. */
    leave: () => (document.getElementById(canvasId(id)) ?? document.getElementById(id))?.focus({ preventScroll: true }),
  })
  return (
    <div class="said" {...small.around}>
      {small.controls}
    </div>
  )
}

function Said<O extends FieldObject>({ props, fields, object }: Props<O>) {
  const { t, language, content } = props
  const said = attributesOf(object)
  const missing = fields.filter((field) => field.required && said[field.name] === undefined)
  const words = [smallWords(fields, said, language, t), ...missing.map((field) => `${title(field)}?`)].filter(Boolean)
  return words.length === 0 ? null : (
    <p class="help" {...content}>
      {words.join(', ')}
    </p>
  )
}
