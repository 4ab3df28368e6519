import type { Readable } from 'node:stream'
import { ApiProblem } from '../problem.ts'
import type { WithTasks } from './has.ts'

/** A long line takes the room of the longest, and has two minutes to come to its end. */
export async function roomForLine({ shares, config }: WithTasks, name: string, body: Readable): Promise<() => void> {
  const { leave } = await shares.enter('lines', name, config.maxBodyBytes)
  const tooSlow = setTimeout(
    () =>
      body.destroy(
        new ApiProblem(
          'request_timeout',
          'A line came too slowly. Send it and those behind it again over a better line.',
        ),
      ),
    120_000,
  )
  return () => {
    clearTimeout(tooSlow)
    leave()
  }
}
