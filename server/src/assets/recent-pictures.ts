const maxBytes = 32_000_000
const freshMs = 10_000

/**
 * Pictures that were read a moment ago. Whoever gives a task to a worker has looked at its picture, and the worker's page asks
 * for it at once: it is not read twice. For ten seconds only, so that what is given out is what the store has.
 */
export class RecentPictures {
  private readonly pictures = new Map<string, { bytes: Buffer; until: number }>()
  private held = 0

  get(name: string): Buffer | null {
    const found = this.pictures.get(name)
    if (found && performance.now() < found.until) return found.bytes
    this.drop(name)
    return null
  }

  add(name: string, bytes: Buffer): void {
    this.drop(name)
    if (bytes.length > maxBytes / 4) return
    this.pictures.set(name, { bytes, until: performance.now() + freshMs })
    this.held += bytes.length
    for (const oldest of this.pictures.keys()) {
      if (this.held <= maxBytes) return
      this.drop(oldest)
    }
  }

  private drop(name: string): void {
    this.held -= this.pictures.get(name)?.bytes.length ?? 0
    this.pictures.delete(name)
  }
}
