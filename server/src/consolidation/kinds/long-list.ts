import type { FieldValue } from '@whisker/api/fields.ts'
import { answersByTask } from '../answers.ts'
import { type Expected, type FieldFit, type Gold, type KindCollector, peopleOf } from '../field-fit.ts'
import { answersToTellWorkersApart } from '../fit-texts.ts'
import { knownOf } from '../gold.ts'
import { krippendorffAlpha } from '../krippendorff.ts'
import { unsaid } from '../name-texts.ts'
import { fitOneCoin } from '../one-coin.ts'
import { coinsOfFit } from '../online-coins.ts'

/** Values that are the same or not, of more than tables are drawn for. */
export type LongList = {
  /** Among how many an error may fall. */
  classes: number
  asGiven(value: FieldValue | null | undefined): string | null
  /** Where a value stands, if there is an order: then answers that lie near disagree less (Krippendorff's alpha). */
  numberOf: ((value: string) => number) | null
}

export function collectLongList(list: LongList, { items }: Expected): KindCollector {
  const columns: Columns = { item: [], worker: [], value: [] }
  const known = new Map<string, string>()
  return {
    add(item, worker, raw) {
      const value = list.asGiven(raw)
      columns.item.push(item)
      columns.worker.push(worker)
      // Equal texts from the database are different strings: one copy of each is enough.
      if (value !== null && !known.has(value)) known.set(value, value)
      columns.value.push(value === null ? null : known.get(value)!)
    },
    fit: (workers, _, gold) => fitLongList(list, columns, items, workers, gold),
  }
}

type Columns = { item: number[]; worker: number[]; value: (string | null)[] }

function fitLongList(
  { classes, numberOf }: LongList,
  columns: Columns,
  tasks: number,
  workers: number,
  gold: Gold,
): FieldFit {
  const { item, worker, value } = columns
  const numbers = new Map<FieldValue | null, number>()
  for (const each of value) if (!numbers.has(each)) numbers.set(each, numbers.size)
  const label = value.map((each) => numbers.get(each)!)
  const answers = answersByTask({ tasks, workers, classes: Math.max(2, numbers.size), task: item, worker, label })
  const passes = value.length < answersToTellWorkersApart ? 0 : undefined
  const known = new Int32Array(tasks).fill(-1)
  for (const [t, truth] of gold) known[t] = numbers.get(truth) ?? unsaid
  const { accuracy } = fitOneCoin(answers, gold.size > 0 ? knownOf(answers, known) : {}, passes, classes)
  const coins = coinsOfFit({ classes, accuracy, task: item, worker, same: (i, j) => label[i] === label[j] })
  return {
    model: { kind: 'coins', coins, spelling: new Map(), scatter: null },
    method: 'one-coin',
    answers: value.length,
    alpha: numberOf
      ? orderedAlpha(columns, tasks, numberOf)
      : krippendorffAlpha(answers.start, answers.label, 'nominal'),
    workers: peopleOf(accuracy, worker, workers),
    suggestions: [],
  }
}

/** "No answer" has no place in an order, and is left out. Answers come in the order of their items. */
function orderedAlpha({ item, value }: Columns, tasks: number, numberOf: (value: string) => number): number | null {
  const start = new Int32Array(tasks + 1)
  const numbers: number[] = []
  value.forEach((each, i) => {
    if (each === null) return
    numbers.push(numberOf(each))
    start[item[i]! + 1]!++
  })
  for (let t = 0; t < tasks; t++) start[t + 1]! += start[t]!
  return krippendorffAlpha(start, numbers, 'ordinal')
}
