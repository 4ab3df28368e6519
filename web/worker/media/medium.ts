import type { MediumName } from '@whisker/api/media/media.ts'
import type { ShownValue } from '@whisker/api/media/shown.ts'
import type { ComponentChildren, VNode } from 'preact'
import type { DrawnField } from '../canvas/overlay.ts'
import type { Keymap } from '../keys/keymap.ts'
import type { Translate } from '../language/translate.ts'
import type { Pictures } from '../pictures/prefetch.ts'
import type { Viewer } from '../pictures/viewer.ts'

/** A value of one medium, as a worker is shown it. */
export type ShownOf<M extends MediumName> = Extract<ShownValue, { type: M }>

/**
 * All that the worker's page knows of a medium, in which requesters send what is asked about. Which there are: `media.ts`. A sample of
 * it stands apart, in `samples.ts`: workers never see one.
 */
export type WorkerMedium<V extends ShownValue = ShownValue> = {
  /** What stands around the values of this medium in one item. */
  Group(props: GroupProps): VNode
  /** One value of the task on the screen. */
  Value(props: ValueProps<V>): VNode
  /** One value of a task that was answered. */
  Past(props: PastProps<V>): VNode
  /** The pictures without which it is not shown. They are loaded ahead, in this order. */
  pictures(value: V): string[]
}

type GroupProps = {
  count: number
  /** Another task begins at the top of its text. */
  taskId: string
  children: ComponentChildren
}

/** Whatever is shown knows nothing else of the page. */
export type ValueProps<V extends ShownValue = ShownValue> = {
  value: V
  /** Of its field; may be empty. */
  label: string
  /** Of its item, from 1. */
  number: number
  /** How many of its medium the item has. */
  among: number
  /** Its item is one of several on the page. */
  small: boolean
  t: Translate
  /** Of the requester's words. */
  content: { lang: string; dir: 'auto' }
  pictures: Pictures
  /** The picture that keys act on. */
  viewer: { current: Viewer | null }
  keymap: Keymap
  /** The field that is answered on it, if any. */
  drawn: DrawnField | null
  /** null: it cannot be skipped. */
  onSkip: (() => void) | null
}

type PastProps<V extends ShownValue> = Pick<ValueProps<V>, 'value' | 'number' | 't' | 'content'>
