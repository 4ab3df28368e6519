import { type Answers, answersByTask, collectAnswers } from './answers.ts'
import { type Bits, bitsPerAnswer } from './bits.ts'
import { emptyFieldModel, type FieldModel, type ModelledField } from './field-model.ts'
import { fitRho } from './fit-rho.ts'
import { ANSWERS_TO_TELL_WORKERS_APART, fitTexts, LEAST_NAMES } from './fit-texts.ts'
import { knownOf } from './gold.ts'
import { groupMeasures } from './group-answers.ts'
import { fitHierarchical } from './hierarchical.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import { asGiven, type FieldValue } from './majority.ts'
import { collectTexts, nameTexts, type TextForms, UNSAID } from './name-texts.ts'
import type { Naming } from './naming.ts'
import { agreeOnNumber, learnScatter } from './number-location.ts'
import { fitOneCoin } from './one-coin.ts'
import { continueFrom, emptyModel, type OnlineModel, onlineAccuracy, pushAnswer } from './online.ts'
import { coinsOfFit } from './online-coins.ts'
import type { SynonymSuggestion } from './suggest-synonyms.ts'

export type WorkerFit = { answered: number; accuracy: number; bits: Bits | null }

/** What a refit finds out about one field. */
export type FieldFit = {
  model: FieldModel
  method: 'hierarchical' | 'one-coin' | 'names' | 'median'
  answers: number
  /** Krippendorff's alpha; null where no item has two answers. */
  alpha: number | null
  workers: WorkerFit[]
  /** Texts: names that may mean the same, for the requester to approve. */
  suggestions: SynonymSuggestion[]
}

export type FieldCollector = {
  /** Items in order: `item` never below the one before. `truth`: what is right, where that is known; it measures the workers. */
  add(item: number, worker: number, value: FieldValue | null | undefined, truth?: FieldValue): void
  fit(workers: number, naming: Naming): FieldFit
}

type Gold = ReadonlyMap<number, FieldValue>

/** A collector of one kind, which is told what is right at the end. */
type KindCollector = {
  add(item: number, worker: number, value: FieldValue | null | undefined): void
  fit(workers: number, naming: Naming, gold: Gold): FieldFit
}

export type Expected = { items: number; workers: number; answers: number }

/** Fewer answers draw no tables: the model goes on from the prior, answer by answer, as it does online. */
const LEAST_TO_FIT = 50

/**
 * Collects the answers to one field as they stream in, and fits its model. Choices and ticks take 3 to 5 bytes an answer (and
 * option), texts 8 and one copy of each; numbers are kept as they are.
 */
export function collectField(versions: readonly ModelledField[], expected: Expected): FieldCollector {
  const gold = new Map<number, FieldValue>()
  const collector = collectKind(versions, expected)
  return {
    add(item, worker, value, truth) {
      if (truth !== undefined) gold.set(item, truth)
      collector.add(item, worker, value)
    },
    fit: (workers, naming) => collector.fit(workers, naming, gold),
  }
}

function collectKind(versions: readonly ModelledField[], expected: Expected): KindCollector {
  const field = versions[0]!
  const empty = emptyFieldModel(versions)
  if (empty.kind === 'choices') return collectChoices(field, empty.classes, expected)
  if (empty.kind === 'options') return collectOptions(field, empty.options, expected)
  if (field.type === 'input' || field.type === 'textarea') return collectNames(field, expected)
  const columns: Columns = { item: [], worker: [], value: [] }
  const known = new Map<FieldValue, FieldValue>()
  return {
    add(item, worker, raw) {
      const value = asGiven(field, raw)
      columns.item.push(item)
      columns.worker.push(worker)
      // Equal texts from the database are different strings: one copy of each is enough.
      if (value !== null && !known.has(value)) known.set(value, value)
      columns.value.push(value === null ? null : known.get(value)!)
    },
    fit(workers, _, gold) {
      if (field.type === 'number' || field.type === 'rating')
        return fitMeasures(field, columns, expected.items, workers, gold)
      return fitLongList(columns, empty.kind === 'coins' ? empty.coins.classes : 2, expected.items, workers)
    },
  }
}

type Columns = { item: number[]; worker: number[]; value: (FieldValue | null)[] }

function collectChoices(field: ModelledField, classes: (string | null)[], expected: Expected): KindCollector {
  const count = Math.max(2, classes.length)
  const collector = collectAnswers(expected.items, expected.workers, count, expected.answers)
  return {
    add(item, worker, value) {
      const label = classes.indexOf(asGiven(field, value) as string | null)
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

function collectOptions(field: ModelledField, options: string[], expected: Expected): KindCollector {
  const collectors = options.map(() => collectAnswers(expected.items, expected.workers, 2, expected.answers))
  return {
    add(item, worker, value) {
      const ticked = asGiven(field, value)
      options.forEach((option, o) => {
        collectors[o]!.add(item, worker, Number(Array.isArray(ticked) && ticked.includes(option)))
      })
    },
    fit(workers, _, gold) {
      const fits = collectors.map((collector, o) => {
        const answers = { ...collector.finish(), workers }
        const ticked = (value: FieldValue) => Number(Array.isArray(value) && value.includes(options[o]!))
        return fitTables(answers, labelsOf(gold, answers.tasks, ticked))
      })
      const alphas = fits.flatMap(({ alpha }) => (alpha === null ? [] : [alpha]))
      return {
        model: { kind: 'options', options, models: fits.map(({ online }) => online) },
        method: fits[0]?.method ?? 'one-coin',
        answers: fits[0]?.answers ?? 0,
        alpha: alphas.length > 0 ? alphas.reduce((sum, alpha) => sum + alpha, 0) / alphas.length : null,
        workers: Array.from({ length: workers }, (_, w) => ({
          answered: fits[0]?.workers[w]?.answered ?? 0,
          accuracy: fits.reduce((sum, fit) => sum + fit.workers[w]!.accuracy, 0) / Math.max(1, fits.length),
          bits: null,
        })),
        suggestions: [],
      }
    },
  }
}

type TableFit = Pick<FieldFit, 'method' | 'answers' | 'alpha' | 'workers'> & { online: OnlineModel }

/** The class of each item whose answer is known, else -1; undefined where none is. */
function labelsOf(gold: Gold, items: number, classOf: (value: FieldValue) => number): Int16Array | undefined {
  if (gold.size === 0) return undefined
  const labels = new Int16Array(items).fill(-1)
  for (const [item, value] of gold) labels[item] = classOf(value)
  return labels
}

/**
 * The tables of a choice of 2 to 32 classes, as they go on online.
 *
 * @param gold per item the right class, or -1.
 */
export function fitTables(answers: Answers, gold?: Int16Array): TableFit {
  const { workers, classes } = answers
  const alpha = krippendorffAlpha(answers.start, answers.label, 'nominal')
  const answered = countPer(answers.worker, workers)
  const count = answers.label.length
  if (count < LEAST_TO_FIT) {
    const online = pushAll(answers, gold)
    const people = Array.from({ length: workers }, (_, w) => ({
      answered: answered[w]!,
      accuracy: onlineAccuracy(online, w),
      bits: null,
    }))
    return { online, method: 'one-coin', answers: count, alpha, workers: people }
  }
  const fit = fitHierarchical(answers, knownOf(answers, gold))
  const online = continueFrom(fit, answers, gold && goldAnswersOf(answers, gold))
  if (gold) online.rho = fitRho(answers, fit, gold)
  const people = Array.from({ length: workers }, (_, w) => ({
    answered: answered[w]!,
    accuracy: onlineAccuracy(online, w),
    bits: classes > 1 ? bitsPerAnswer(fit, w) : null,
  }))
  return { online, method: 'hierarchical', answers: count, alpha, workers: people }
}

/** How many gold items each worker answered. */
function goldAnswersOf({ tasks, workers, start, worker }: Answers, gold: Int16Array): Float64Array {
  const counts = new Float64Array(workers)
  for (let t = 0; t < tasks; t++) {
    if (gold[t]! < 0) continue
    for (let i = start[t]!; i < start[t + 1]!; i++) counts[worker[i]!]!++
  }
  return counts
}

function pushAll({ classes, tasks, start, worker, label }: Answers, gold?: Int16Array): OnlineModel {
  const model = emptyModel(classes)
  for (let t = 0; t < tasks; t++) {
    for (let to = start[t]! + 1; to <= start[t + 1]!; to++) {
      const task = { workers: [...worker.subarray(start[t]!, to)], labels: [...label.subarray(start[t]!, to)] }
      pushAnswer(model, task, gold?.[t])
    }
  }
  return model
}

function collectNames(field: ModelledField, expected: Expected): KindCollector {
  const collector = collectTexts(expected.items, expected.workers, expected.answers)
  return {
    add: (item, worker, value) => collector.add(item, worker, asGiven(field, value) as string | null),
    fit: (workers, naming, gold) => fitNames(collector.finish(), workers, naming, gold),
  }
}

function fitNames({ answers, texts }: TextForms, workers: number, naming: Naming, gold: Gold): FieldFit {
  const named = nameTexts({ answers: { ...answers, workers }, texts }, naming, gold as ReadonlyMap<number, string>)
  const { model, alpha, suggestions } = fitTexts(named, naming)
  const { worker, label } = named.answers
  const classes = Math.max(LEAST_NAMES, named.names.length + 1)
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

function fitMeasures(field: ModelledField, columns: Columns, tasks: number, workers: number, gold: Gold): FieldFit {
  const { item: task, worker } = columns
  const value = columns.value as (number | null)[]
  const start = startsOf(tasks, task)
  const numbersOf = (t: number) => value.slice(start[t], start[t + 1]).filter((each) => each !== null)
  const byTask = Array.from({ length: tasks }, (_, t) => numbersOf(t))
  const scatter = field.type === 'number' ? learnScatter(byTask) : null
  const agreesWith = (truth: number, shown: FieldValue | null) =>
    shown !== null && agreeOnNumber(Number(shown), truth, field, scatter)
  const label = new Int32Array(value.length)
  const known = new Int32Array(tasks).fill(-1)
  for (let t = 0; t < tasks; t++) {
    const own = value.slice(start[t], start[t + 1])
    const weights = own.map(() => 1)
    const { labels, show } = groupMeasures(field, own, weights, scatter)
    label.set(labels, start[t])
    const truth = gold.get(t)
    if (truth === undefined) continue
    const said = labels.find((each) => agreesWith(Number(truth), show(each)))
    known[t] = said ?? UNSAID
  }
  const classes = field.type === 'rating' ? (field.max ?? 5) : LEAST_NAMES
  const answers = answersByTask({ tasks, workers, classes: Number.POSITIVE_INFINITY, task, worker, label })
  const passes = value.length < ANSWERS_TO_TELL_WORKERS_APART ? 0 : undefined
  const { accuracy } = fitOneCoin(answers, gold.size > 0 ? knownOf(answers, known) : {}, passes, classes)
  const coins = coinsOfFit({ classes, accuracy, task, worker, same: (i, j) => label[i] === label[j] })
  const numberStart = new Int32Array(tasks + 1)
  byTask.forEach((numbers, t) => {
    numberStart[t + 1] = numberStart[t]! + numbers.length
  })
  return {
    model: { kind: 'coins', coins, spelling: new Map(), scatter },
    method: 'median',
    answers: value.length,
    alpha: krippendorffAlpha(
      numberStart,
      Float64Array.from(byTask.flat()),
      field.type === 'rating' ? 'ordinal' : 'interval',
    ),
    workers: peopleOf(accuracy, worker, workers),
    suggestions: [],
  }
}

/** Where the answers of each task begin, in columns in task order. */
function startsOf(tasks: number, task: readonly number[]): Int32Array {
  const start = new Int32Array(tasks + 1)
  for (const t of task) start[t + 1]!++
  for (let t = 0; t < tasks; t++) start[t + 1]! += start[t]!
  return start
}

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

function peopleOf(accuracy: Float64Array, worker: ArrayLike<number>, workers: number): WorkerFit[] {
  const answered = countPer(worker, workers)
  return Array.from({ length: workers }, (_, w) => ({ answered: answered[w]!, accuracy: accuracy[w]!, bits: null }))
}

function countPer(worker: ArrayLike<number>, workers: number): Int32Array {
  const counts = new Int32Array(workers)
  for (let i = 0; i < worker.length; i++) counts[worker[i]!]!++
  return counts
}
