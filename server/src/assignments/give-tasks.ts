import type { takeAssignments } from '@whisker/api/assignments.ts'
import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Server } from '../context.ts'
import { takePractice } from './practice.ts'
import { showAssignments } from './show.ts'
import { takeTasks } from './take.ts'
import type { Taken } from './take-together.ts'
import { together } from './together.ts'
import { whyNothing } from './why-nothing.ts'

/** What a take gives, as the API shows it. */
export type Given = z.input<typeof takeAssignments.response>

export type Asked = { projectId: number; workerId: string; count: number }

const maxTries = 20
const patienceMs = 2000

/** The next tasks for a worker, or why there are none; null when there is no such project for them. */
export async function giveTasks(
  server: Server,
  asked: Asked,
  request: Pick<FastifyRequest, 'isEven'>,
): Promise<Given | null> {
  const { projectId, workerId } = asked
  // A task whose picture cannot be shown is not given: take another in its place. Each try moves some out of the way.
  const until = performance.now() + patienceMs
  for (let tries = 0; tries < maxTries && performance.now() < until; tries++) {
    const round = await take(server, asked)
    request.isEven = round.has_gold
    if (round.taken.length === 0) break
    const assignments = await showAssignments(server, projectId, round.taken, { justTaken: true })
    if (assignments.length > 0)
      return { assignments, reason: null, detail: null, appeal: null, retry_after_seconds: null }
  }
  const why = await whyNothing(server.sql, projectId, workerId, server.config.workerHolds)
  if (!why) return null
  if (why === 'untrained') return takePractice(server, projectId, workerId)
  return { assignments: [], ...why }
}

/** With others where it is an ordinary take, else by itself. */
async function take(server: Server, asked: Asked): Promise<Taken> {
  const wish = { ...asked, maxHeld: server.config.workerHolds }
  const given = await together(server).take(wish)
  if (given) return given
  const round = await takeTasks(server.sql, wish)
  const { windows } = together(server)
  windows.note(wish, round.places)
  if (round.has_gold) windows.noteGold(wish.projectId)
  return round
}
