import type { FieldProblem } from '@whisker/api/problem.ts'
import { resolveSynonyms, type Synonym } from '../consolidation/synonyms.ts'

/** What is wrong with a project's synonyms, each fault with a pointer. */
export function checkSynonyms(synonyms: readonly Synonym[]): FieldProblem[] {
  const resolved = resolveSynonyms(synonyms)
  if (resolved.ok) return []
  if (resolved.problem === 'cycle') {
    const detail = `These go round in a circle: ${resolved.cycle.join(' = ')}. Let one of them be the name that counts.`
    return [{ pointer: '/synonyms', code: 'cycle', detail }]
  }
  const { problem, synonym } = resolved
  const detail =
    problem === 'empty'
      ? 'Both sides must be more than spaces and punctuation.'
      : `"${synonym.from}" means something else in another synonym. Give it one meaning.`
  return [{ pointer: `/synonyms/${synonyms.indexOf(synonym)}`, code: problem, detail }]
}
