import type { FieldValue } from '@whisker/api/fields.ts'
import { collectAnswers } from '../answers.ts'
import type { ModelledField } from '../field.ts'
import type { Expected, KindCollector } from '../field-fit.ts'
import { maxClassesForTables, untossedCoins } from '../field-model.ts'
import { fitTables, labelsOf } from '../fit-tables.ts'
import { emptyModel } from '../online.ts'
import { countVotes, groupByKey, plurality } from '../votes.ts'
import type { Kind } from './kind.ts'
import { collectLongList } from './long-list.ts'

/** One of a list of options: votes. */
export const choices: Kind = {
  asGiven,
  majority: (_, given) => plurality(given, String),
  agrees: (_, truth, value) => truth === value,
  group: (_, values) => groupByKey(values, String),
  emptyModel(versions) {
    const classes = classesOf(versions)
    if (classes.length > maxClassesForTables) return untossedCoins(classes.length)
    return { kind: 'choices', classes, model: emptyModel(Math.max(2, classes.length)) }
  },
  collect(versions, expected) {
    const classes = classesOf(versions)
    return classes.length > maxClassesForTables
      ? collectLongList({ classes: classes.length, asGiven, numberOf: null }, expected)
      : collect(classes, expected)
  },
  told: (_, values) => ({ votes: countVotes(values, String) }),
  isTyped: false,
  confusion: { key: String, order: null },
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
