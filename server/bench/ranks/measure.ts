import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import { collectField } from '../../src/consolidation/collect-field.ts'
import { decide } from '../../src/consolidation/decide.ts'
import type { ModelledField } from '../../src/consolidation/field.ts'
import type { FieldModel } from '../../src/consolidation/field-model.ts'
import { judgeField } from '../../src/consolidation/judge-field.ts'
import { emptyFieldModel } from '../../src/consolidation/kinds/kinds.ts'
import { nameBy } from '../../src/consolidation/naming.ts'
import { pushField } from '../../src/consolidation/push-field.ts'
import { distance } from '../../src/consolidation/ranks/shown.ts'
import { type Crowd, simulateOrders } from '../../src/consolidation/ranks/simulate-orders.ts'
import { seededRandom } from '../../src/consolidation/simulate-crowd.ts'

/**
 * Things put in order by three people each, of whom one in five is lazy (any order): how often the first place and the whole order are
 * right, how far the order is from the right one, and what is said of the first place and of the whole; against the most frequent whole
 * order and Borda's count, with everybody worth the same. Then with 2 to 6 answers, as the doubt asks for; and the time.
 *
 *   npm run bench:quality -- --ranks
 */
const overlap = 3
const policy = { minAnswers: 2, maxAnswers: 6, confidence: 0.95 }
const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })

type Said = { workers: number[]; orders: RankValue[] }
type Put = { value: RankValue; sure: number; whole: number }
/** What was put, and what is right. */
type Case = Put & { right: RankValue }
type Size = { crowd: Crowd; things: number; items: number; workers: number; seeds: number }

const sizes: Size[] = [
  { crowd: 'alike', things: 4, items: 50, workers: 10, seeds: 20 },
  { crowd: 'alike', things: 4, items: 500, workers: 40, seeds: 5 },
  { crowd: 'alike', things: 6, items: 500, workers: 40, seeds: 5 },
  { crowd: 'alike', things: 12, items: 100, workers: 40, seeds: 10 },
  { crowd: 'unequal', things: 6, items: 500, workers: 40, seeds: 5 },
  { crowd: 'near', things: 6, items: 500, workers: 40, seeds: 5 },
  { crowd: 'shared', things: 6, items: 500, workers: 40, seeds: 5 },
]

export function printRanks(): void {
  for (const size of sizes) {
    const { crowd, things, items, workers, seeds } = size
    console.log(`\n${crowd}: ${items} times ${things} things in order, ${workers} people, ${seeds} seeds`)
    console.log('              first right %  said %   ECE %  whole right %  said %   ECE %  pairs wrong %')
    const runs = Array.from({ length: seeds }, (_, seed) => run(size, seed + 1))
    for (const how of Object.keys(runs[0]!))
      printCases(
        how,
        size,
        runs.flatMap((one) => one[how]!),
      )
    printAsked(size)
  }
  printTime()
}

function printCases(how: string, { things }: Size, cases: Case[]): void {
  const ranked = { values: Array.from({ length: things }, (_, n) => `v${n}`), ties: true, top: undefined }
  const isFirst = ({ value, right }: Case) => isSame(value[0], right[0])
  const first = cases.map((one) => ({ sure: one.sure, isRight: isFirst(one) }))
  const whole = cases.map((one) => ({ sure: one.whole, isRight: isSame(one.value, one.right) }))
  const apart = mean(cases.map(({ value, right }) => distance(ranked, right, value)))
  const figures = [...told(first), ...told(whole), apart].map((figure, n) =>
    (Number.isNaN(figure) ? '' : (figure * 100).toFixed(1)).padStart([13, 8, 8, 15, 8, 8, 15][n]!),
  )
  console.log(`  ${how.padEnd(12)}${figures.join('')}`)
}

/** Right, what is said of it, and the expected calibration error in ten bins. */
function told(cases: { sure: number; isRight: boolean }[]): number[] {
  const bins = new Float64Array(10)
  for (const { sure, isRight } of cases) bins[Math.min(9, Math.floor(sure * 10))]! += sure - Number(isRight)
  const sure = mean(cases.map((one) => one.sure))
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin), 0) / cases.length
  return [mean(cases.map(({ isRight }) => Number(isRight))), sure, Number.isNaN(sure) ? sure : error]
}

function run({ seeds: _, ...size }: Size, seed: number): Record<string, Case[]> {
  const { values, truth, said } = simulateOrders({ ...size, overlap, random: seededRandom(seed) })
  const field = fieldOf(size.crowd, values)
  const online = emptyFieldModel([field])
  const collector = collectField([field], { ...size, answers: size.items * overlap })
  for (const [item, one] of said.entries())
    one.orders.forEach((order, i) => {
      pushField(field, online, upTo(one, i + 1), naming)
      collector.add(item, one.workers[i]!, order)
    })
  const { model } = collector.fit(size.workers, naming)
  const by = (known: FieldModel) => (one: Said) => putBy(field, known, one)
  const cases = (put: (one: Said) => Put) => said.map((one, item) => ({ ...put(one), right: truth[item]! }))
  const unsure = { sure: Number.NaN, whole: Number.NaN }
  return {
    'whole order': cases(({ orders }) => ({ ...unsure, value: mostFrequent(orders) })),
    Borda: cases(({ orders }) => ({ ...unsure, value: borda(values, orders) })),
    'all alike': cases(by(emptyFieldModel([field]))),
    online: cases(by(online)),
    refit: cases(by(model)),
  }
}

/** Answers as the doubt asks for, by the model of the moment. */
function printAsked({ seeds, ...size }: Size): void {
  let [answers, reviews, published, wrong] = [0, 0, 0, 0]
  for (let seed = 1; seed <= Math.min(5, seeds); seed++) {
    const { values, truth, said } = simulateOrders({ ...size, overlap: policy.maxAnswers, random: seededRandom(seed) })
    const field = fieldOf(size.crowd, values)
    const online = emptyFieldModel([field])
    for (const [item, one] of said.entries())
      for (let count = 1; count <= policy.maxAnswers; count++) {
        answers++
        pushField(field, online, upTo(one, count), naming)
        const { next, result } = decide(policy, judgeField(field, online, upTo(one, count), naming))
        if (next === 'ask') continue
        reviews += Number(next === 'review')
        published += Number(next === 'stop')
        wrong += Number(next === 'stop' && !isSame((result.value as RankValue)[0], truth[item]![0]))
        break
      }
  }
  const share = (part: number, of: number) => `${((part / of) * 100).toFixed(1)} %`
  const all = reviews + published
  console.log(
    `  as asked for: ${(answers / all).toFixed(2)} answers, ${share(reviews, all)} for review, first wrong of what is published ${share(wrong, published)}`,
  )
}

/** One consolidation of 12 things that 5 people put in order. */
function printTime(): void {
  const { values, said } = simulateOrders({
    ...({ crowd: 'alike', things: 12, items: 100, workers: 40 } as const),
    overlap: 5,
    random: seededRandom(1),
  })
  const field = fieldOf('alike', values)
  const model = emptyFieldModel([field])
  const before = process.cpuUsage()
  for (const one of said) putBy(field, model, one)
  const { user, system } = process.cpuUsage(before)
  console.log(`\n12 things in order by 5 people: ${((user + system) / 1000 / said.length).toFixed(1)} ms of processor`)
}

function fieldOf(crowd: Crowd, values: string[]): ModelledField {
  return { type: 'rank', required: true, ties: crowd === 'shared', options: values.map((value) => ({ value })) }
}

function upTo({ workers, orders }: Said, count: number) {
  return { workers: workers.slice(0, count), values: orders.slice(0, count) }
}

function putBy(field: ModelledField, model: FieldModel, one: Said): Put {
  const { result } = judgeField(field, model, upTo(one, one.orders.length), naming)
  return { value: result.value as RankValue, sure: result.confidence, whole: result.order!.whole }
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Of equals the first that was given. */
function mostFrequent(orders: RankValue[]): RankValue {
  const counts = new Map<string, number>()
  for (const order of orders) counts.set(JSON.stringify(order), (counts.get(JSON.stringify(order)) ?? 0) + 1)
  return JSON.parse([...counts].sort((a, b) => b[1] - a[1])[0]![0])
}

function borda(values: string[], orders: RankValue[]): RankValue {
  const place = (value: string) =>
    orders.reduce((sum, order) => sum + order.findIndex((group) => group.includes(value)), 0)
  return [...values].sort((a, b) => place(a) - place(b)).map((value) => [value])
}
