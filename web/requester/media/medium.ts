import type { InputField } from '@whisker/api/fields.ts'
import type { ReactNode } from 'react'
import type { IconName } from '../../ui/icons.tsx'
import type { Mark } from '../../ui/marks.tsx'

/** A value of a task, as the API gives it, what its field is called, and what was marked in it. */
type ValueProps = { value: string; label: string; marks?: readonly Mark[] }

/**
 * All that the dashboard knows of a medium, in which requesters send what is asked about. How they send it stands beside
 * ({@link MediumSending}): only the overview needs it.
 */
export type RequesterMedium = {
  /** What a person calls it. */
  words: string
  /** What a person calls several, within a sentence. */
  many: string
  icon: IconName
  make: (common: Omit<InputField, 'type'>) => InputField
  /** Whether a value looks like one of this medium: asked where its field says nothing (`valuesOf`). */
  holds: (value: string) => boolean
  /** What its task can be called; empty where it says nothing in words. */
  titleOf: (value: string) => string
  /** It at a glance, in a row of a list; null where words have to be read. */
  Glimpse: ((props: { value: string; size?: number }) => ReactNode) | null
  /** It on the page of its task. */
  OnTask: (props: ValueProps) => ReactNode
  /** It beside what people answered. */
  InReview: (props: ValueProps) => ReactNode
  /** The pictures that it is shown by. */
  picturesOf: (value: string) => string[]
}

/** How values of a medium are sent. */
export type MediumSending = {
  /** Makes a task of each value that a person has at hand. */
  Send: (props: { projectId: number; fieldName: string }) => ReactNode
  /** The same by API. `at`: how many of its medium stand before it in the item. */
  code: {
    /** A command that prints `before` and the value behind it. */
    curl: (before: string, at: number) => string
    python: Code
    typescript: Code
  }
}

type Code = {
  imports: readonly string[]
  /** What has to stand before the request, once. */
  before: readonly string[]
  value: (at: number) => string
}
