import { displayForm } from '@whisker/api/display-form.ts'
import type { FieldValue } from '@whisker/api/fields.ts'
import type { Answers } from '../answers.ts'
import { type Expected, type FieldFit, type Gold, type KindCollector, peopleOf } from '../field-fit.ts'
import { untossedCoins } from '../field-model.ts'
import { fitTexts, minNames } from '../fit-texts.ts'
import { namesInTask } from '../join-names.ts'
import { collectTexts, nameTexts, type TextForms } from '../name-texts.ts'
import { type Naming, nameOf } from '../naming.ts'
import { coinsOfFit } from '../online-coins.ts'
import { shownAs } from '../shown-as.ts'
import { plurality } from '../votes.ts'
import type { Grouped, Kind, Sameness } from './kind.ts'

/** Texts that people type: the same ones by their names, as in join-names.ts. The winner is shown as most people typed it. */
export const texts: Kind = {
  asGiven,
  majority: (_, given, keyOf) => plurality(given, (value) => keyOf(String(value))),
  agrees(_, truth, value, { naming, spelling }) {
    // Most are spelled alike.
    if (truth === value) return true
    const [right, said] = namesInTask([naming.key(String(truth)), naming.key(String(value))], spelling, naming)
    return right === said
  },
  group: (_, values, by) => byName(values as (string | null)[], by),
  emptyModel: () => untossedCoins(minNames),
  collect: (_, expected) => collect(expected),
  told: (_, __, { candidates, other }) => ({ votes: candidates.toSorted((a, b) => b.count - a.count), other }),
  isTyped: true,
  confusion: { key: (value, naming) => nameOf(String(value), naming), order: null },
  isComparable: true,
  bars: null,
}

function asGiven(value: FieldValue | null | undefined): string | null {
  return typeof value === 'string' ? displayForm(value) || null : null
}

function byName(values: (string | null)[], { spelling, naming }: Sameness): Grouped {
  const keys = values.map((value) => (value === null ? '' : naming.key(value)))
  const names = namesInTask(keys, spelling, naming)
  const distinct = [...new Set(names)]
  return {
    labels: names.map((name) => distinct.indexOf(name)),
    show: (label) => shownAs(distinct[label]!, values, keys, names, naming) || null,
  }
}

function collect(expected: Expected): KindCollector {
  const collector = collectTexts(expected.items, expected.workers, expected.answers)
  return {
    add: (item, worker, value) => collector.add(item, worker, asGiven(value)),
    fit: (workers, naming, gold) => fitNames(collector.finish(), workers, naming, gold),
  }
}

function fitNames({ answers, texts }: TextForms, workers: number, naming: Naming, gold: Gold): FieldFit {
  const named = nameTexts({ answers: { ...answers, workers }, texts }, naming, gold as ReadonlyMap<number, string>)
  const { model, alpha, suggestions } = fitTexts(named, naming)
  const { worker, label } = named.answers
  const classes = Math.max(minNames, named.names.length + 1)
  const task = tasksOf(answers)
  return {
    model: {
      kind: 'coins',
      coins: coinsOfFit({ classes, accuracy: model.accuracy, task, worker, same: (i, j) => label[i] === label[j] }),
      spelling: named.spelling,
      scatter: null,
    },
    method: 'names',
    answers: label.length,
    alpha,
    workers: peopleOf(model.accuracy, worker, workers),
    suggestions,
  }
}

/** The task of each answer. */
function tasksOf({ tasks, start, label }: Answers): Int32Array {
  const task = new Int32Array(label.length)
  for (let t = 0; t < tasks; t++) task.fill(t, start[t], start[t + 1])
  return task
}
