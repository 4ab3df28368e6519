/**
 * Bounds the bytes on their way at once. Small pictures need many requests side by side; with large ones over a slow
 * line, as many would fill the room that a service gives to bodies, and be sent away after having waited.
 */
export class InFlight {
  private readonly maxBytes: number
  private bytes = 0
  private readonly waiting: { bytes: number; admit: () => void }[] = []

  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /** Runs `work` when there is room for it, in order; one that is larger than all the room goes alone. */
  async run<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    if (this.waiting.length > 0 || !this.hasRoom(bytes))
      await new Promise<void>((admit) => this.waiting.push({ bytes, admit }))
    else this.bytes += bytes
    try {
      return await work()
    } finally {
      this.bytes -= bytes
      this.admit()
    }
  }

  private hasRoom(bytes: number): boolean {
    return this.bytes === 0 || this.bytes + bytes <= this.maxBytes
  }

  /** The bytes are counted here and not by who was waiting: several may be let in at once. */
  private admit(): void {
    for (let next = this.waiting[0]; next && this.hasRoom(next.bytes); next = this.waiting[0]) {
      this.waiting.shift()
      this.bytes += next.bytes
      next.admit()
    }
  }
}
