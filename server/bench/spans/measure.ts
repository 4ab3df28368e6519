import { OutputField } from '@whisker/api/fields.ts'
import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import type { ModelledField } from '../../src/consolidation/field.ts'
import { type SpansSpec, simulateSpans } from '../../src/consolidation/objects/simulate-spans.ts'
import { apartSpanGeometry } from '../../src/consolidation/objects/spans.ts'
import { figuresOf, hundredths, percent, policy, range } from '../objects/figures.ts'
import { mean } from '../scores.ts'
import { byWhole, byWords } from './votes.ts'

/**
 * Parts of texts that several people marked, put together: F1 to the character and at IoU 0.7, by the service, by votes on words and by
 * votes on whole spans, each of the others at the number of votes that is best for the crowd; how honest the confidence is, that the whole
 * set is right to the character; and what
 * dynamic overlap pays and gets.
 *
 *   npm run bench:quality -- --spans
 */
const seeds = [1, 2, 3, 4, 5]
const classes = ['person', 'place', 'group']
const options = classes.map((value) => ({ value }))
const field = OutputField.parse({ name: 'x', type: 'spans', options }) as ModelledField
const { scoreOf, labelled, dynamic } = figuresOf(apartSpanGeometry, field, 1)

type Crowd = Omit<SpansSpec, 'seed' | 'overlap'>
const common = { items: 600, workers: 40, classes }
const crowds: Record<string, Crowd> = {
  'as above': common,
  'edges often off': { ...common, noise: [0.1, 0.35] },
  'some spans are hard for all': { ...common, hardness: 1.2 },
  '12 spans a text': { ...common, items: 300, spans: 12, words: 120 },
}

export function printSpans(): void {
  for (const [name, spec] of Object.entries(crowds)) {
    console.log(`\nspans, crowd "${name}": ${spec.items} texts, ${spec.workers} people, ${seeds.length} seeds`)
    for (const overlap of [3, 5]) printFixed(spec, overlap)
    printDynamic(spec)
  }
}

function printFixed(spec: Crowd, overlap: number): void {
  const made = seeds.map((seed) => simulateSpans({ ...spec, seed, overlap }))
  const own = made.map(labelled)
  const said = made.map(({ answers }) => answers.map((item) => item.map(({ objects }) => objects)))
  const scores = (valuesOf: (n: number) => Span[][]) =>
    [1, 0.7].map((min) => mean(made.map(({ truth }, n) => scoreOf(truth, valuesOf(n), min))))
  const best = (valuesOf: (n: number, votes: number) => Span[][]) => {
    const each = range(1, overlap).map((votes) => scores((n) => valuesOf(n, votes)))
    return [0, 1].map((at) => Math.max(...each.map((one) => one[at]!)))
  }
  const rows = {
    service: scores((n) => own[n]!.values),
    'votes on words': best((n, votes) => {
      const { texts, words } = made[n]!
      return said[n]!.map((item, i) => byWords(texts[i]!, words[i]!, item, votes))
    }),
    'votes on whole spans': best((n, votes) => said[n]!.map((item) => byWhole(item, votes))),
  }
  console.log(`  ${overlap} answers: F1 to the character, at IoU 0.7`)
  for (const [name, [exact, near]] of Object.entries(rows))
    console.log(`    ${name.padEnd(22)}${hundredths(exact!)}${hundredths(near!)}`)
  const ece = mean(own.map(({ calibration }) => calibration))
  const sure = mean(own.map(({ setCalibration }) => setCalibration))
  console.log(`    ECE of P(exists) ${percent(ece)}, of the whole set ${percent(sure)}`)
}

function printDynamic(spec: Crowd): void {
  const runs = seeds.map((seed) => {
    const crowd = simulateSpans({ ...spec, seed, overlap: policy.maxAnswers })
    const { values, published, answers, reviewed } = dynamic(crowd)
    const [exact, near] = [1, 0.7].map((min) => scoreOf(crowd.truth, values, min))
    const wrong = (min: number) => 1 - scoreOf(published.truth, published.values, min)
    return { exact: exact!, near: near!, wrong: wrong(0.7), inexact: wrong(1), answers, reviewed }
  })
  const of = (key: keyof (typeof runs)[number]) => mean(runs.map((run) => run[key]))
  console.log(
    `  dynamic, ${policy.minAnswers} to ${policy.maxAnswers}: F1 ${(100 * of('exact')).toFixed(1)} to the character, ${(100 * of('near')).toFixed(1)} at IoU 0.7, with ${of('answers').toFixed(2)} answers a text, ${percent(of('reviewed'))} for review, what is published wrong by ${percent(of('wrong'))} (1 - F1 at IoU 0.7), ${percent(of('inexact'))} to the character`,
  )
}
