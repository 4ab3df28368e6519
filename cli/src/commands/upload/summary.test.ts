import { expect, test } from 'vitest'
import { Tally } from './outcome.ts'
import { summaryText } from './summary.ts'

const options = { projectId: 1, projectTitle: 'Animals', seconds: 1, dryRun: false, wasStopped: false }

test.each([
  [1, 'Mend or remove it, then'],
  [2, 'Mend or remove them, then'],
])('what to do next speaks of as many pictures as failed: %i', (failed, words) => {
  const tally = new Tally()
  tally.counts.failed = failed
  expect(summaryText(tally, options)).toContain(words)
})
