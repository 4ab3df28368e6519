import type { Server } from '../context.ts'
import { type Ended, endHold, type ToEnd } from './end.ts'
import { together } from './together.ts'

/** A worker skips a task or gives it back: with others where nobody is in the way, else alone. @returns null when the hold had ended before */
export async function giveUp(server: Server, one: ToEnd): Promise<Ended | null> {
  return (await together(server).end(one)) ?? endHold(server.sql, one)
}
