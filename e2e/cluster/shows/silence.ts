import type { History, Outcome, Step } from '../../faults/history.ts'

/** What the clients noticed of a harm. */
export type Noticed = {
  /** The longest time in which no write was acknowledged, in ms. */
  silentMs: number
  /** Writes whose sender was not told that they were done. */
  open: number
  /** Of tasks and answers, which their clients send again (a skip or a correction they do not): what came of it. */
  healed: number
  refused: number
  givenUp: number
  /** What was said instead, and how often. */
  said: [string, number][]
}

/** @param from when the harm began, in ms since the run began */
export function noticed({ steps }: Pick<History, 'steps'>, from: number, to: number): Noticed {
  const acknowledged = steps.filter(({ outcome }) => outcome === 'ok').map((step) => step.to)
  const before = acknowledged.findLast((at) => at <= from) ?? from
  const moments = [before, ...acknowledged.filter((at) => at > from && at < to), to]
  const gaps = moments.slice(1).map((at, index) => at - (moments[index] as number))
  const open = steps.filter((step) => step.outcome === 'unknown' && step.to >= from && step.from <= to)
  const triesOf = Map.groupBy(steps, nameOf)
  const tries = [...new Set(open.map(nameOf))].map((name) => triesOf.get(name) as Step[])
  const ending = (outcome: Outcome) =>
    tries.filter((ofOne) => ofOne.length > 1 && ofOne.every(isSentAgain) && ofOne.at(-1)?.outcome === outcome).length
  return {
    silentMs: Math.max(...gaps),
    open: tries.length,
    healed: ending('ok'),
    refused: ending('fail'),
    givenUp: ending('unknown'),
    said: [...Map.groupBy(open, ({ said }) => wordsOf(said))].map(([words, ofThem]) => [words, ofThem.length]),
  }
}

const nameOf = ({ what, id, value }: Step) => `${what} ${id} ${value}`

const isSentAgain = ({ what, value }: Step) => what === 'task' || (what === 'answer' && value !== 'none')

/** The status, and the code of the problem if there is one. */
function wordsOf(said: string): string {
  const code = /"code":"(\w+)"/.exec(said)?.[1]
  return code ? `${said.slice(0, 3)} ${code}` : said.slice(0, 60)
}
