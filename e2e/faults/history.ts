/** What a client asked for, and what it was told. A step sets something, which `what` and `id` name, to a value. */
export type Step = {
  what: 'task' | 'answer' | 'hold' | 'status' | 'overlap' | 'correction'
  id: string
  value: string
  outcome: Outcome
  /** In ms since the run began. */
  from: number
  to: number
  said: string
}

/** `unknown`: no answer, or one that leaves it open (5xx). It may have happened, or happen later. */
export type Outcome = 'ok' | 'fail' | 'unknown'

/** A hold that a worker was given, by a take that was under way from `from` to `to`. */
export type Offer = { hold: string; from: number; to: number }

/** An event as the follower of `GET /events` was given it, in that order. */
export type Told = { id: string; type: string; task: string | null; at: number }

export type Reply = { status: number | null; json: unknown; outcome: Outcome; said: string }

/** Everything that the clients of one run did and were told. */
export class History {
  steps: Step[] = []
  offers: Offer[] = []
  told: Told[] = []
  /** What no client may ever be told, such as that its own cursor is no cursor. */
  refusals: string[] = []
  /** When all holds were made to run out, for the end of the run. */
  expiredAt = Number.POSITIVE_INFINITY
  private begun = performance.now()

  now(): number {
    return performance.now() - this.begun
  }

  async record(what: Step['what'], id: string, value: string, ask: () => Promise<Reply>): Promise<Reply> {
    const from = this.now()
    const reply = await ask()
    this.steps.push({ what, id, value, outcome: reply.outcome, from, to: this.now(), said: reply.said })
    return reply
  }

  of(id: string): Step[] {
    return this.steps.filter((step) => step.id === id)
  }
}

/** What a status says of the effect. A request that was given up, too, may still be carried out. */
export const outcomeOf = (status: number | null): Outcome =>
  status === null || status >= 500 ? 'unknown' : status >= 400 ? 'fail' : 'ok'
