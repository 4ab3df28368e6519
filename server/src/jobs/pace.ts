/** Whether something happens often on this server: `count` times in `ms`, until it was less often for as long. */
export class Pace {
  private readonly ms: number
  /** When it happened last, in a ring. */
  private readonly times: Float64Array
  private next = 0

  constructor({ count, ms }: { count: number; ms: number }) {
    this.ms = ms
    this.times = new Float64Array(count).fill(Number.NEGATIVE_INFINITY)
  }

  note(now = performance.now()): void {
    this.times[this.next] = now
    this.next = (this.next + 1) % this.times.length
  }

  isBusy(now = performance.now()): boolean {
    return now - this.times[this.next]! < this.ms
  }
}
