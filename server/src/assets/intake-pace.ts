const busyPictures = 20
const busyMs = 1000

/**
 * Whether pictures come in faster than anybody sends them by hand. Making the workers' copies takes a core, which intake needs
 * then: with one client a `POST /tasks` of a picture of 60 KB cost 12.3 ms of processor in all, and costs 5.3 ms while they wait.
 */
export class IntakePace {
  /** When the latest pictures came, in a ring. */
  private readonly times = new Float64Array(busyPictures).fill(Number.NEGATIVE_INFINITY)
  private next = 0

  note(now = performance.now()): void {
    this.times[this.next] = now
    this.next = (this.next + 1) % busyPictures
  }

  /** For as long as the last second had twenty pictures and more. */
  isBusy(now = performance.now()): boolean {
    return now - this.times[this.next]! < busyMs
  }
}
