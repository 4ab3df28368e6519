import type { Assignment } from '@whisker/api/assignments.ts'

/** A task that this person holds. The first of the line is on the screen; the others are ready behind it. */
export type Hold = {
  assignment: Assignment
  /** When the hold ends, by the clock of this device. */
  endsAt: number
  /** The length of the hold as it was first given. */
  spanMs: number
  /** false: the service gave no more time when asked. */
  extendable: boolean
  /** `over`: its time is up, an answer counts if the place is still free. `gone`: nobody needs an answer any more. */
  state: 'held' | 'over' | 'gone'
  /** It was answered, and the service sent the answer back to be changed. */
  returned: boolean
}

/** Three are taken at a time, and three stand ready behind the one on the screen. */
const batch = 3

export function holdOf(assignment: Assignment, now: number): Hold {
  const spanMs = assignment.seconds_left * 1000
  return { assignment, endsAt: now + spanMs, spanMs, extendable: true, state: 'held', returned: false }
}

/** How many to ask for: asks only when at most one is left that has not been started, so that one request brings several. */
export function placesToFill(line: readonly Hold[]): number {
  const ahead = line.length - 1
  return ahead > 1 ? 0 : Math.min(batch, batch - Math.max(0, ahead))
}

/** Appends what was given, without what is there already or has been answered. */
export function append(
  line: readonly Hold[],
  assignments: readonly Assignment[],
  now: number,
  except: ReadonlySet<string>,
): Hold[] {
  const there = new Set(line.map(({ assignment }) => assignment.id))
  const fresh = assignments.filter(({ id }) => !there.has(id) && !except.has(id))
  return [...line, ...fresh.map((assignment) => holdOf(assignment, now))]
}

export function without(line: readonly Hold[], ids: ReadonlySet<string>): Hold[] {
  return line.filter(({ assignment }) => !ids.has(assignment.id))
}

/** Brings an answered task back to be changed: at once when nothing has been typed into the present one, else next. */
export function putBack(line: readonly Hold[], hold: Hold, presentUntouched: boolean): Hold[] {
  const rest = without(line, new Set([hold.assignment.id]))
  return presentUntouched ? [hold, ...rest] : [...rest.slice(0, 1), hold, ...rest.slice(1)]
}

/** After a reload: what was begun comes first. */
export function begunFirst(line: readonly Hold[], isTouched: (id: string) => boolean): Hold[] {
  const rank = (hold: Hold) => (isTouched(hold.assignment.id) ? 0 : 1)
  return line.toSorted((a, b) => rank(a) - rank(b))
}

export function change(line: readonly Hold[], id: string, part: Partial<Hold>): Hold[] {
  return line.map((hold) => (hold.assignment.id === id ? { ...hold, ...part } : hold))
}
