import type { Suspicion } from '@whisker/api/suspicions.ts'
import { type Suspects, suspectField } from '../consolidation/suspect.ts'
import type { Hasty } from './hasty.ts'
import type { Read } from './suspicion-read.ts'

/** A suspicion of people by their ids; the routes put pseudonyms and names in their place. */
export type Suspected = WithPeople<Suspicion>
type WithPeople<S extends Suspicion> = S extends Suspicion ? Omit<S, 'workers'> & { people: string[] } : never

/** What the answers say against whom, in words: field by field the strongest first, then who is too fast. */
export function suspicionsOf({ workers, fields }: Read, hasty: Hasty[]): Suspected[] {
  const found = fields.flatMap(({ field, answers, names, gold, copies }) => {
    const suspects = suspectField(answers, gold, copies)
    const people = (numbers: number[]) => numbers.map((number) => workers[number]!)
    return [
      ...suspects.groups.map((group) => sameErrors(field, people(group.workers), group)),
      ...suspects.knownGold.map((evidence) => knownGold(field, people([evidence.worker]), evidence)),
      ...suspects.spam.map((evidence) => notLooking(field, people([evidence.worker]), names, evidence)),
    ]
  })
  return [...found, ...hasty.map(tooFast)]
}

function notLooking(field: string, people: string[], names: string[], evidence: Suspects['spam'][number]): Suspected {
  const { kind, answered: answers, favourite, favouriteShare: favourite_share } = evidence
  const name = names[favourite] ?? null
  const text =
    kind === 'constant'
      ? `${Math.round(favourite_share * answers)} of ${answers} answers are ${name ? `“${name}”` : 'the same'}, whatever the task shows; others saw more than that in the same tasks.`
      : `The ${answers} answers fit their tasks hardly better than they would fit them in any other order.`
  return { kind, field, people, text, evidence: { answers, bits: evidence.bits, favourite: name, favourite_share } }
}

function sameErrors(field: string, people: string[], { pairs, strongest }: Suspects['groups'][number]): Suspected {
  const { tasks, sameErrors: same_errors, bits } = strongest
  const two = people.length === 2 ? 'The two' : `Two of these ${people.length}`
  const text = `${two} gave the same wrong answer ${same_errors} times, on ${tasks} tasks on which one of them was wrong; others seldom made these errors.`
  return { kind: 'same_errors', field, people, text, evidence: { pairs, tasks, same_errors, bits } }
}

function knownGold(field: string, people: string[], evidence: Suspects['knownGold'][number]): Suspected {
  const { right: gold_right, answered: gold_answers, expected, bits } = evidence
  const text = `${gold_right} of ${gold_answers} answers to gold are right; by their other answers it would be ${Math.round(expected * gold_answers)}. They may know which tasks are gold.`
  return { kind: 'known_gold', field, people, text, evidence: { gold_right, gold_answers, expected, bits } }
}

function tooFast({ worker_id, ...evidence }: Hasty): Suspected {
  const { answers, too_fast, median_seconds, project_median_seconds } = evidence
  const pace = `Half of the ${answers} answers came within ${seconds(median_seconds)}; half of everybody’s take up to ${seconds(project_median_seconds)}.`
  const text = too_fast > 0 ? `${too_fast} of ${answers} answers came faster than this project allows. ${pace}` : pace
  return { kind: 'too_fast', people: [worker_id], text, evidence }
}

function seconds(value: number): string {
  return `${value < 10 ? Math.round(value * 10) / 10 : Math.round(value)} s`
}
