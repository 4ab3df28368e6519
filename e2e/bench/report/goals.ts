import type { Figure } from './figure.ts'
import { shareOf, spoken, withUnit } from './words.ts'

type Bound = {
  of: 'value' | 'p99' | 'share' | 'processor'
  floor: number
  aim: number
}

/** What a figure is meant to reach. Of several bounds one is enough; of a time, memory or size it is the most there may be. */
type Goal = { figure: string; either: Bound[] }

const value = (floor: number, aim: number): Bound => ({ of: 'value', floor, aim })
const share = (floor: number, aim: number): Bound => ({ of: 'share', floor, aim })
const p99 = (floor: number, aim: number): Bound => ({ of: 'p99', floor, aim })
const processor = (floor: number, aim: number): Bound => ({ of: 'processor', floor, aim })

/** On two cores, with everything on them. */
export const goals: Goal[] = [
  ...['', '-riding'].flatMap((riding) => [
    { figure: `cycles-100${riding}`, either: [value(1300, 2200), share(24, 45)] },
    { figure: `cycles-100${riding}`, either: [p99(170, 80)] },
    { figure: `cycles-32${riding}`, either: [value(1100, 2000), share(20, 40)] },
    { figure: `cycles-1${riding}`, either: [value(220, 400)] },
    { figure: `cycles-100${riding}`, either: [processor(1, 0.6)] },
  ]),
  { figure: 'growth', either: [value(1.2, 1.05)] },
  { figure: 'worker-with-many', either: [value(1.2, 1.05)] },
  { figure: 'submit-while-importing', either: [p99(100, 30)] },
  { figure: 'bulk', either: [value(15_000, 25_000)] },
  { figure: 'single-1', either: [value(220, 400)] },
  { figure: 'single-1', either: [p99(15, 15)] },
  { figure: 'single-32', either: [value(700, 1100)] },
  { figure: 'upload', either: [share(60, 80)] },
  { figure: 'results-jsonl', either: [share(40, 60)] },
  { figure: 'results-csv', either: [share(40, 60)] },
  { figure: 'deliveries', either: [value(500, 2000)] },
  { figure: 'delivery-delay', either: [p99(1000, 200)] },
  { figure: 'memory-rest', either: [value(120, 100)] },
  { figure: 'memory-peak', either: [value(300, 220)] },
  { figure: 'memory-after', either: [value(200, 150)] },
  { figure: 'installed', either: [value(400, 300)] },
  { figure: 'npm-start', either: [value(35, 25)] },
  ...['sqlite', 'postgresql'].flatMap((peer) => [
    ...['texts', 'pictures', 'cycles'].map((what) => ({ figure: `peer-${what}-${peer}`, either: [value(20, 20)] })),
    { figure: `peer-results-${peer}`, either: [value(50, 50)] },
  ]),
]

/** Units in which less is better; a ratio (x) of growth is one, a ratio of peers (times) is not. */
const lessIsBetter = ['ms', 's', 'MB', 'x']

export type Judged = { figure: Figure; says: string; verdict: 'aim' | 'floor' | 'missed' }

/** @returns null where the figure does not have what the goal is about */
export function judge({ figure: id, either }: Goal, figures: readonly Figure[]): Judged | null {
  const figure = figures.find((one) => one.id === id)
  const measured = figure ? either.map((bound) => ({ bound, is: measureOf(figure, bound) })) : []
  const known = measured.filter((one): one is { bound: Bound; is: number } => one.is !== null)
  if (!figure || known.length === 0) return null
  const isLess = (of: Bound['of']) =>
    of === 'p99' || of === 'processor' || (of === 'value' && lessIsBetter.includes(figure.unit))
  const reaches = (what: 'floor' | 'aim') =>
    known.some(({ bound, is }) => (isLess(bound.of) ? is <= bound[what] : is >= bound[what]))
  const says = known.map(({ bound, is }) => {
    const unit = bound.of === 'value' ? figure.unit : unitOf[bound.of]
    const sign = isLess(bound.of) ? 'at most' : 'at least'
    const aim = bound.aim === bound.floor ? '' : `, aim ${spoken(bound.aim)}`
    return `${withUnit(is, unit)} (${sign} ${spoken(bound.floor)}${aim})`
  })
  return { figure, says: says.join(' or '), verdict: reaches('aim') ? 'aim' : reaches('floor') ? 'floor' : 'missed' }
}

const unitOf = { p99: 'ms at p99', share: '% of the machine', processor: 'ms of processor' }

function measureOf(figure: Figure, { of }: Bound): number | null {
  switch (of) {
    case 'value':
      return figure.value
    case 'share':
      return shareOf(figure)
    case 'p99':
      return figure.times?.p99 ?? null
    case 'processor':
      return figure.processor ? figure.processor.service + figure.processor.database : null
  }
}
