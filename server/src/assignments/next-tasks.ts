import type { FastifyRequest } from 'fastify'
import type { Server } from '../context.ts'
import { endHold } from './end.ts'
import { type Given, giveTasks } from './give-tasks.ts'
import type { Hold } from './hold.ts'

/**
 * The take that rides on an answer. It begins beside the statement that counts the answer, not behind it, so that a worker waits for
 * the longer of the two and not for both. Until then the answered task is still held: a take that finds nothing, perhaps because of
 * that, is made once more behind it.
 */
export class NextTasks {
  private readonly server: Server
  private readonly hold: Hold
  private readonly count: number
  private readonly request: Pick<FastifyRequest, 'isEven'>
  private begun: Promise<Given | null> | null = null

  constructor(server: Server, hold: Hold, count: number, request: Pick<FastifyRequest, 'isEven'>) {
    this.server = server
    this.hold = hold
    this.count = count
    this.request = request
  }

  begin(): void {
    this.begun ??= this.give()
  }

  /** For an answer that counts: a take that fails does not make it fail. */
  async given(): Promise<Given | undefined> {
    const given = (await this.begun) ?? (await this.give())
    return (given?.assignments.length === 0 ? await this.give() : given) ?? undefined
  }

  /** The answer does not count, and its reply says why: nobody is told of these tasks. */
  async giveBack(): Promise<void> {
    const given = await this.begun
    for (const { id, token, training } of given?.assignments ?? [])
      if (!training) {
        const hold = { ...this.hold, assignmentId: id, token }
        await endHold(this.server.sql, { hold, how: 'released' })
      }
  }

  /** @returns null where it failed */
  private give(): Promise<Given | null> {
    const { projectId, workerId } = this.hold
    const isEven = this.request.isEven
    return giveTasks(this.server, { projectId, workerId, count: this.count }, this.request)
      .catch((error: unknown) => {
        this.server.log.warn({ err: error }, 'an answer counts, but the take that came with it failed')
        return null
      })
      .finally(() => {
        this.request.isEven ||= isEven
      })
  }
}
