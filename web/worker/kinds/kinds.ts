import { answerCheck } from '@whisker/api/answer-check.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { everydayKinds } from '@whisker/api/kinds/everyday.ts'
import type { Kind } from '@whisker/api/kinds/kind.ts'
import { part } from '../part.ts'
import { everyday } from './everyday.ts'
import type { WorkerKind } from './kind.ts'

const known: { [type: string]: unknown } = { ...everyday }
const checks: { [type: string]: unknown } = { ...everydayKinds }
const loadLater = part(() => import('./later-kinds.ts'))

/**
 * Invariant: whoever lets the page know a form waits for this first, so that {@link kindOf} knows each of its fields.
 *
 * @returns false: they cannot be reached now. Ask again later.
 */
export async function loadKinds(fields: readonly OutputField[]): Promise<boolean> {
  if (fields.every(({ type }) => type in known)) return true
  const later = await loadLater().catch(() => null)
  if (later === null) return false
  Object.assign(known, later.kinds)
  Object.assign(checks, later.checks)
  return true
}

/** What the page knows of the kind of this field. */
export function kindOf<F extends OutputField>(field: F): WorkerKind<F> {
  // Each stands under its own name: the two belong together, which types cannot follow.
  return known[field.type] as WorkerKind<F>
}

/** As the service checks an answer, but for what it alone can know. */
export const checkAnswer = answerCheck(({ type }) => checks[type] as Kind)
