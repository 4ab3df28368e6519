import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { FieldName } from './fields.ts'
import { numeric, ProjectId, Timestamp } from './ids.ts'

const bits = z.number().meta({ description: 'Logarithm to base 2 of the odds: 10 bits are a thousand to one' })

const SuspectedWorker = z.object({ worker_id: z.string(), name: z.string() }).meta({ id: 'SuspectedWorker' })

const suspicion = {
  workers: z.array(SuspectedWorker),
  text: z.string().meta({ description: 'The evidence in one plain sentence' }),
}
const ofField = { ...suspicion, field: FieldName }
// Each with a name of its own: generators of clients cannot name what stands inside of a union.
const Habits = z
  .object({
    answers: z.int(),
    bits,
    favourite: z.string().nullable().meta({ description: 'What they answer most; null: something rare' }),
    favourite_share: z.number(),
  })
  .meta({ id: 'EvidenceOfHabits' })
const SameErrors = z
  .object({
    pairs: z
      .int()
      .meta({ description: 'Pairs of these workers that stand out; the figures are those of the strongest' }),
    tasks: z.int().meta({ description: 'Items which both answered and at least one of them wrongly' }),
    same_errors: z.int().meta({ description: 'Items on which both gave the same wrong answer' }),
    bits,
  })
  .meta({ id: 'EvidenceOfSameErrors' })
const KnownGold = z
  .object({
    gold_right: z.int(),
    gold_answers: z.int(),
    expected: z.number().meta({ description: 'The share of right answers that their other answers make expect' }),
    bits,
  })
  .meta({ id: 'EvidenceOfKnownGold' })
const TooFast = z
  .object({
    answers: z.int(),
    too_fast: z.int().meta({ description: 'Answers below `min_seconds` of the project' }),
    median_seconds: z.number(),
    project_median_seconds: z.number(),
  })
  .meta({ id: 'EvidenceOfHaste' })

/** Something that speaks against a worker, or against several together. */
export const Suspicion = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('constant'), ...ofField, evidence: Habits }),
    z.object({ kind: z.literal('random'), ...ofField, evidence: Habits }),
    z.object({ kind: z.literal('same_errors'), ...ofField, evidence: SameErrors }),
    z.object({ kind: z.literal('known_gold'), ...ofField, evidence: KnownGold }),
    z.object({ kind: z.literal('too_fast'), ...suspicion, evidence: TooFast }),
  ])
  .meta({ id: 'Suspicion' })
export type Suspicion = z.infer<typeof Suspicion>

export const Suspicions = z
  .object({
    made_at: Timestamp,
    answers: z.int().meta({ description: 'Counted answers that were looked at: those to the newest tasks' }),
    of: z.int().meta({ description: 'Counted answers of the project' }),
    data: z.array(Suspicion),
  })
  .meta({ id: 'Suspicions' })
export type Suspicions = z.infer<typeof Suspicions>

export const listSuspicions = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/suspicions',
  tag: 'workers',
  summary: 'What speaks against workers: who does not look, copies, knows the gold or is too fast',
  description:
    'Evidence for a person to judge: nothing happens to anybody because of it. Worked out when it is asked for from the newest 1,000,000 counted answers, which may take some seconds; asked again within a minute it is the same list. Numbers are not looked at; of boxes, points, outlines and spans only whether somebody always says that there is nothing, or marks one thing around all that others marked.',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  status: 200,
  response: Suspicions,
})
