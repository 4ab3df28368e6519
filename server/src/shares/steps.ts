/**
 * Takes turns in the one thread: what a stream does with a piece of its body is one step, and the streams of one holder take
 * one step together in each round of the event loop, so that whatever else has come in is looked at in between. Without it,
 * what lay in the buffers of twenty streams was worked off first (a take beside four files of commas: 1.1 s).
 */
export class Steps {
  private readonly last = new Map<string, Promise<void>>()

  /** Resolves when it is the turn of `name`. */
  next(name: string): Promise<void> {
    const before = this.last.get(name) ?? Promise.resolve()
    const turn = before.then(() => new Promise<void>((resolve) => setImmediate(resolve)))
    this.last.set(name, turn)
    turn.then(() => this.last.get(name) === turn && this.last.delete(name))
    return turn
  }
}
