import type { Suspicion } from '@whisker/api/suspicions.ts'
import { expect, test } from 'vitest'
import { describeSuspicions } from './report.ts'

test('the report counts what stands out about workers, and says where it is shown', () => {
  const page = 'http://whisker/app/projects/1'
  const workers = (...ids: string[]) => ids.map((worker_id) => ({ worker_id, name: '' }))
  const evidence = { answers: 40, too_fast: 0, median_seconds: 1, project_median_seconds: 9 }
  const fast = (...ids: string[]): Suspicion => ({ kind: 'too_fast', workers: workers(...ids), text: '', evidence })
  const found = (...data: Suspicion[]) => ({ made_at: '2026-01-01T00:00:00.000Z', answers: 1, of: 1, data })
  expect(describeSuspicions(found(fast('a'), fast('a', 'b')), page)).toBe(
    '\n2 things stand out about 2 workers: http://whisker/app/projects/1/workers\n',
  )
  expect(describeSuspicions(found(fast('a')), page)).toContain('1 thing stands out about 1 worker:')
  expect(describeSuspicions(found(), page)).toBe('')
  expect(describeSuspicions(null, page)).toBe('')
})
