import type { Outcome } from './outcome.ts'

/** Where a run tells how it goes. */
export type Reporter = {
  /** How many pictures there are; it grows while folders are still being counted. */
  counted: (total: number) => void
  outcome: (outcome: Outcome) => void
  /** The service does not answer; the next try is in `pauseMs`. */
  waiting: (reason: string, pauseMs: number) => void
  back: () => void
  /** A sentence that does not belong to one file. */
  note: (text: string) => void
  end: () => void
}

/** What is done of what, how fast, and how long it will go on. */
export class Pace {
  total = 0
  done = 0
  private readonly startedAt = performance.now()
  /** Moments of the last seconds: an average since the start would not notice that it has become slower. */
  private readonly marks: { at: number; done: number }[] = []

  text(): string {
    const total = Math.max(this.total, this.done)
    const left = this.secondsLeft(total)
    return `${count(this.done)} of ${count(total)} pictures, ${count(this.perSecond())}/s${left === null ? '' : `, ${duration(left)} left`}`
  }

  perSecond(): number {
    const now = performance.now()
    if (now - (this.marks.at(-1)?.at ?? 0) > 250) this.marks.push({ at: now, done: this.done })
    while (this.marks.length > 2 && now - (this.marks[0]?.at ?? now) > 10_000) this.marks.shift()
    const first = this.marks[0]
    const since = first && now - first.at > 1000 ? first : { at: this.startedAt, done: 0 }
    const seconds = (now - since.at) / 1000
    return seconds > 0 ? Math.round((this.done - since.done) / seconds) : 0
  }

  secondsLeft(total = this.total): number | null {
    const rate = this.perSecond()
    return rate > 0 && total > this.done ? Math.ceil((total - this.done) / rate) : null
  }
}

/** By hand: the first use of the locale data costs 60 ms. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** `45 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

type Out = Pick<NodeJS.WritableStream, 'write'>

/** One JSON object a line, for programs: one for each file, in the order in which they are settled. */
export function jsonReporter(out: Out, notes: Out): Reporter {
  return {
    counted: () => {},
    outcome: ({ taskId, sameAs, ...outcome }: Outcome & { taskId?: string | null; sameAs?: string }) => {
      const row = {
        type: 'file',
        ...outcome,
        ...(taskId !== undefined && { task_id: taskId }),
        ...(sameAs && { same_as: sameAs }),
      }
      out.write(`${JSON.stringify(row)}\n`)
    },
    waiting: (reason, pauseMs) => notes.write(waitingText(reason, pauseMs)),
    back: () => notes.write('The service answers again.\n'),
    note: (text) => notes.write(`${text}\n`),
    end: () => {},
  }
}

/** A line now and then, for logs and pipes. */
export function lineReporter(out: Out, everyMs = 5000): Reporter {
  const pace = new Pace()
  let last = performance.now()
  return {
    counted: (total) => {
      pace.total = total
    },
    outcome: () => {
      pace.done++
      if (performance.now() - last < everyMs) return
      last = performance.now()
      out.write(`${pace.text()}\n`)
    },
    waiting: (reason, pauseMs) => out.write(waitingText(reason, pauseMs)),
    back: () => out.write('The service answers again.\n'),
    note: (text) => out.write(`${text}\n`),
    end: () => {},
  }
}

export function waitingText(reason: string, pauseMs: number): string {
  return `Waiting for the service: ${reason}. Next try in ${Math.ceil(pauseMs / 1000)} s; Ctrl-C stops.\n`
}
