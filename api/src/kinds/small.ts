import { answerCheck } from './answer-check.ts'
import { everydayKinds } from './everyday.ts'
import type { FieldKind, Kind } from './kind.ts'

/** What the promise knows of a field that stands in a row, or that is said of an object. */
export function smallKindOf({ type }: { type: FieldKind }): Kind {
  return everydayKinds[type as keyof typeof everydayKinds] as unknown as Kind
}

/** What small fields hold, without what a form no longer asks for. What holds nothing comes as it is. */
export function withoutUnknown(fields: readonly { name: string }[], values: unknown): unknown {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return values
  return Object.fromEntries(Object.entries(values).filter(([name]) => fields.some((field) => field.name === name)))
}

/** Checks what small fields hold: an object of values for each thing. */
export const checkSmall = answerCheck(smallKindOf)
