import type { Suspicion, Suspicions } from '@whisker/api/suspicions.ts'

const people = ['Grace', 'Alan', 'Katherine', '', 'Ada', 'Emmy', 'عائشة'].map((name, n) => {
  return { worker_id: `w_${String(n).repeat(16)}`, name }
})
const field = 'animal'

const data: Suspicion[] = [
  {
    ...{ kind: 'same_errors', field, workers: people },
    text: 'Two of these 7 gave the same wrong answer 34 times, on 51 tasks on which one of them was wrong; others seldom made these errors.',
    evidence: { pairs: 12, tasks: 51, same_errors: 34, bits: 62.4 },
  },
  {
    ...{ kind: 'known_gold', field, workers: people.slice(1, 2) },
    text: '38 of 40 answers to gold are right; by their other answers it would be 24. They may know which tasks are gold.',
    evidence: { gold_right: 38, gold_answers: 40, expected: 0.6, bits: 17.1 },
  },
  {
    ...{ kind: 'constant', field, workers: people.slice(3, 4) },
    text: '301 of 310 answers are “cat”, whatever the task shows; others saw more than that in the same tasks.',
    evidence: { answers: 310, bits: -410.2, favourite: 'cat', favourite_share: 0.97 },
  },
  {
    ...{ kind: 'random', field, workers: people.slice(6) },
    text: 'The 120 answers fit their tasks no better than they would fit them in any other order.',
    evidence: { answers: 120, bits: -80.5, favourite: 'dog', favourite_share: 0.2 },
  },
  {
    ...{ kind: 'too_fast', workers: people.slice(4, 5) },
    text: 'Half of the 88 answers came within 0.6 s; half of everybody’s take up to 4.2 s.',
    evidence: { answers: 88, too_fast: 0, median_seconds: 0.6, project_median_seconds: 4.2 },
  },
]

/** One of every kind. */
export const suspicions: Suspicions = { made_at: '2026-01-05T09:00:00.000Z', answers: 51_300, of: 51_300, data }
