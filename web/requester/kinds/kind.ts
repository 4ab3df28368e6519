import type { FieldValue, InputField, Option, OutputField } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { FieldSummary } from '@whisker/api/summary.ts'
import type { Task } from '@whisker/api/tasks.ts'
import type { ReactNode } from 'react'
import type { IconName } from '../../ui/icons.tsx'
import type { Mark } from '../../ui/marks.tsx'
import type { Chart } from './bars.ts'

/** What every field has, whatever its kind. */
export type Common = Pick<OutputField, 'name' | 'label' | 'help' | 'required'>

/** What a field can leave to one of another kind. */
export type Left = {
  options?: Option[]
  min_length?: number | undefined
  max_length?: number | undefined
}

/** What a control of the editor for one property is handed. `pointer` is the field's place in the draft. */
export type PropertiesProps<F extends OutputField> = {
  field: F
  pointer: string
  /** What is sent, of which a field may be. */
  inputs: readonly InputField[]
  change: (field: OutputField) => void
}

/** What the control for one value of a result is handed. `null` is no answer. */
export type CorrectionProps<F extends OutputField> = {
  field: F
  value: FieldValue | undefined
  put: (value: FieldValue | null) => void
  control: { label: string; error: string | undefined; 'data-autofocus': true | undefined }
  /** Where the value is of an item, and not of one row in it. */
  about?: Corrected
}

/** The item that is corrected. */
export type Corrected = {
  project: Project
  task: Task
  item: number
  /** Somebody is through with it. */
  onDone(): void
}

/**
 * All that the dashboard knows of a kind of field. Its controls stand beside ({@link KindControls}): pages that only show what came
 * out do not load them.
 */
export type RequesterKind<F extends OutputField> = {
  /** What a person calls it. */
  words: string
  icon: IconName
  /** A field of this kind with what one of another kind has left to it; a fresh one, where nothing was left. */
  make: (common: Common, left: Left) => F
  /** What it leaves when its kind is changed. */
  leave: (field: F) => Left
  /** What is chosen from; none where people write, count or rate. */
  options: (field: F) => readonly Option[]
  /** What the page of results shows of it; null where a chart would tell nothing. */
  chart: (summary: FieldSummary, results: number) => Chart | null
  review: Choosing<F>
  /** What of a value can be drawn in the picture that it is of. */
  marks?: (field: F, value: FieldValue) => readonly Mark[]
}

/** What people change a field and its values with. */
export type KindControls<F extends OutputField> = {
  /** What only this kind has, in the editor. */
  Properties: (props: PropertiesProps<F>) => ReactNode
  /** For somebody who says what is right. */
  Correction: (props: CorrectionProps<F>) => ReactNode
}

/** How a reviewer decides a field by what people answered. */
export type Choosing<F extends OutputField> = {
  /** What can be chosen of one vote: the value as a whole, or each of several by itself. */
  choicesOf: (voted: FieldValue) => readonly FieldValue[]
  /** Whether the form of today takes a choice, by itself. */
  takes: (field: F, choice: FieldValue) => boolean
  /** The value after a choice. */
  choose: (field: F, value: FieldValue | undefined, choice: FieldValue) => FieldValue
  isChosen: (value: FieldValue | undefined, choice: FieldValue) => boolean
  /** Whether one choice is the whole decision; else there may be more to choose before it is made. */
  decides: boolean
}
