/** What a client asked for, and what it was told. `unknown`: no answer, or one that leaves it open (5xx). */
export type Step = {
  what: 'task' | 'answer'
  id: string
  outcome: 'ok' | 'fail' | 'unknown'
  /** In ms since the run began. */
  from: number
  to: number
  said: string
}

/** Everything that the clients of one run did, each step with an id of its own. */
export class History {
  steps: Step[] = []
  #begun = performance.now()

  async record(what: Step['what'], id: string, ask: () => Promise<Response>): Promise<void> {
    const from = performance.now() - this.#begun
    let said = 'no answer'
    try {
      const response = await ask()
      said = `${response.status}`
      await response.arrayBuffer()
    } catch (error) {
      said = `${said}: ${(error as Error).message}`
    }
    const outcome = /^2\d\d$/.test(said) ? 'ok' : /^4\d\d$/.test(said) ? 'fail' : 'unknown'
    this.steps.push({ what, id, outcome, from, to: performance.now() - this.#begun, said })
  }

  of(id: string): Step[] {
    return this.steps.filter((step) => step.id === id)
  }
}
