import type { FieldValue } from '@whisker/api/fields.ts'
import { answersByTask, collectAnswers } from '../answers.ts'
import type { ModelledField } from '../field.ts'
import { type Expected, type FieldFit, type KindCollector, peopleOf } from '../field-fit.ts'
import { MOST_CLASSES_FOR_TABLES, untossedCoins } from '../field-model.ts'
import { fitTables, labelsOf } from '../fit-tables.ts'
import { ANSWERS_TO_TELL_WORKERS_APART } from '../fit-texts.ts'
import { krippendorffAlpha } from '../krippendorff.ts'
import { fitOneCoin } from '../one-coin.ts'
import { emptyModel } from '../online.ts'
import { coinsOfFit } from '../online-coins.ts'
import { countVotes, groupByKey, plurality } from '../votes.ts'
import type { Kind } from './kind.ts'

/** One of a list of options: votes. */
export const choices: Kind = {
  asGiven,
  majority: (_, given) => plurality(given, String),
  agrees: (_, truth, value) => truth === value,
  group: (_, values) => groupByKey(values, String),
  emptyModel(versions) {
    const classes = classesOf(versions)
    if (classes.length > MOST_CLASSES_FOR_TABLES) return untossedCoins(classes.length)
    return { kind: 'choices', classes, model: emptyModel(Math.max(2, classes.length)) }
  },
  collect(versions, expected) {
    const classes = classesOf(versions)
    return classes.length > MOST_CLASSES_FOR_TABLES
      ? collectLongList(classes.length, expected)
      : collect(classes, expected)
  },
  told: (_, values) => ({ votes: countVotes(values, String) }),
  isTyped: false,
  confusion: { key: String, inOrder: false },
  isComparable: true,
  bars: null,
}

function asGiven(value: FieldValue | null | undefined): string | null {
  return typeof value === 'string' ? value : null
}

/** The options of all versions, and null for "no answer" where the field may be left empty. */
function classesOf(versions: readonly ModelledField[]): (string | null)[] {
  const options = optionsOf(versions)
  return versions.every((each) => each.required) ? options : [...options, null]
}

export function optionsOf(versions: readonly ModelledField[]): string[] {
  return [...new Set(versions.flatMap(({ options = [] }) => options.map(({ value }) => value)))]
}

function collect(classes: (string | null)[], expected: Expected): KindCollector {
  const count = Math.max(2, classes.length)
  const collector = collectAnswers(expected.items, expected.workers, count, expected.answers)
  return {
    add(item, worker, value) {
      const label = classes.indexOf(asGiven(value))
      if (label >= 0) collector.add(item, worker, label)
    },
    fit(workers, _, gold) {
      const answers = { ...collector.finish(), workers }
      const known = labelsOf(gold, answers.tasks, (value) => classes.indexOf(value as string))
      const { online, ...fit } = fitTables(answers, known)
      return { ...fit, model: { kind: 'choices', classes, model: online }, suggestions: [] }
    },
  }
}

function collectLongList(classes: number, { items }: Expected): KindCollector {
  const columns: Columns = { item: [], worker: [], value: [] }
  const known = new Map<string, string>()
  return {
    add(item, worker, raw) {
      const value = asGiven(raw)
      columns.item.push(item)
      columns.worker.push(worker)
      // Equal texts from the database are different strings: one copy of each is enough.
      if (value !== null && !known.has(value)) known.set(value, value)
      columns.value.push(value === null ? null : known.get(value)!)
    },
    fit: (workers) => fitLongList(columns, classes, items, workers),
  }
}

type Columns = { item: number[]; worker: number[]; value: (string | null)[] }

/** Choices of more options than tables are drawn for. */
function fitLongList(columns: Columns, classes: number, tasks: number, workers: number): FieldFit {
  const { item, worker, value } = columns
  const numbers = new Map<FieldValue | null, number>()
  for (const each of value) if (!numbers.has(each)) numbers.set(each, numbers.size)
  const label = value.map((each) => numbers.get(each)!)
  const answers = answersByTask({ tasks, workers, classes: Math.max(2, numbers.size), task: item, worker, label })
  const passes = value.length < ANSWERS_TO_TELL_WORKERS_APART ? 0 : undefined
  const { accuracy } = fitOneCoin(answers, {}, passes, classes)
  const coins = coinsOfFit({ classes, accuracy, task: item, worker, same: (i, j) => label[i] === label[j] })
  return {
    model: { kind: 'coins', coins, spelling: new Map(), scatter: null },
    method: 'one-coin',
    answers: value.length,
    alpha: krippendorffAlpha(answers.start, answers.label, 'nominal'),
    workers: peopleOf(accuracy, worker, workers),
    suggestions: [],
  }
}
