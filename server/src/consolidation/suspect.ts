import type { Answers } from './answers.ts'
import { alarmingPairs, type PairEvidence, pairEvidence } from './collusion.ts'
import { maxClassesForTables } from './field-model.ts'
import { minNames } from './fit-texts.ts'
import { fitHierarchical } from './hierarchical.ts'
import { type GoldEvidence, type GoldRecord, goldEvidence } from './known-gold.ts'
import { beliefOf, fitOneCoin } from './one-coin.ts'
import { largest } from './posterior.ts'
import { publishLabels } from './publish.ts'
import { type SpamEvidence, type SpamKind, spamEvidence, spamVerdict } from './spam.ts'

/** What speaks against workers of one field; workers are numbers, and a person decides. */
export type Suspects = {
  spam: (SpamEvidence & { kind: SpamKind; worker: number })[]
  /** Workers who make the same errors, joined to groups: the strongest pair's figures, and how many pairs there are. */
  groups: { workers: number[]; pairs: number; strongest: PairEvidence }[]
  knownGold: GoldEvidence[]
}

/** Fewer answers of all tell nothing of anybody. */
const minAnswers = 50

/**
 * Who does not look, who copies and who knows the gold, by the answers to one field. Of more classes than there are tables for
 * (names, long lists) the most frequent stand for themselves and the others together where a worker's habits are judged;
 * copies are looked for among all of them.
 *
 * @param copies whether equal errors may speak for copying.
 * @param gold of each task the right class, -1 where nothing is known: labels are drawn without it.
 */
export function suspectField(answers: Answers, gold: ArrayLike<number> | null, copies = true): Suspects {
  if (answers.label.length < minAnswers) return { spam: [], groups: [], knownGold: [] }
  const folded = foldRare(answers)
  const model = fitHierarchical(folded)
  const consensus =
    answers.classes <= maxClassesForTables ? publishLabels(answers, model).label : likeliestNames(answers)
  const spam = spamEvidence(folded, model).flatMap((evidence, worker) => {
    const kind = spamVerdict(evidence)
    return kind ? [{ ...evidence, kind, worker }] : []
  })
  const spammers = new Set(spam.map(({ worker }) => worker))
  const pairs = copies ? alarmingPairs(pairEvidence(answers, { label: consensus }), answers.workers) : []
  return {
    spam: spam.sort((a, b) => a.bits - b.bits || a.worker - b.worker),
    // Two who do not look have the same errors too: once is enough.
    groups: joinPairs(pairs.filter(({ workers }) => !workers.some((worker) => spammers.has(worker)))),
    knownGold: gold ? goldEvidence(recordsOf(answers, consensus, gold)) : [],
  }
}

/** The classes beyond the most frequent become one. */
function foldRare(answers: Answers): Answers {
  if (answers.classes <= maxClassesForTables) return { ...answers, classes: Math.max(2, answers.classes) }
  const frequency = new Int32Array(answers.classes)
  for (const label of answers.label) frequency[label]!++
  const byFrequency = [...frequency.keys()].sort((a, b) => frequency[b]! - frequency[a]! || a - b)
  const rest = maxClassesForTables - 1
  const folded = new Uint8Array(answers.classes).fill(rest)
  byFrequency.slice(0, rest).forEach((label, rank) => {
    folded[label] = rank
  })
  return {
    ...answers,
    classes: maxClassesForTables,
    label: Uint8Array.from(answers.label, (label) => folded[label]!),
  }
}

function likeliestNames(answers: Answers): Int32Array {
  const { tasks, start, worker, label } = answers
  const model = fitOneCoin(answers, {}, undefined, Math.max(minNames, answers.classes + 1))
  const names = new Int32Array(tasks).fill(-1)
  for (let t = 0; t < tasks; t++) {
    const { candidates, probability } = beliefOf(model, worker, label, start[t]!, start[t + 1]!)
    if (candidates.length > 0) names[t] = candidates[largest(probability, candidates.length)]!
  }
  return names
}

function recordsOf(answers: Answers, consensus: ArrayLike<number>, gold: ArrayLike<number>): GoldRecord[] {
  const { tasks, workers, start, worker, label } = answers
  const records = Array.from({ length: workers }, () => ({ right: 0, answered: 0, agreed: 0, compared: 0 }))
  for (let t = 0; t < tasks; t++) {
    const known = gold[t]! >= 0
    // A single answer agrees with itself.
    if (!known && start[t + 1]! - start[t]! < 2) continue
    for (let i = start[t]!; i < start[t + 1]!; i++) {
      const record = records[worker[i]!]!
      if (known) {
        record.answered++
        record.right += Number(label[i] === gold[t])
      } else {
        record.compared++
        record.agreed += Number(label[i] === consensus[t])
      }
    }
  }
  return records
}

/** Who is in a pair with somebody of a group belongs to it. `pairs` with the strongest first. */
function joinPairs(pairs: readonly PairEvidence[]): Suspects['groups'] {
  const groups: Suspects['groups'] = []
  for (const pair of pairs) {
    const [into, ...others] = groups.filter(({ workers }) => pair.workers.some((worker) => workers.includes(worker)))
    if (!into) {
      groups.push({ workers: [...pair.workers], pairs: 1, strongest: pair })
      continue
    }
    into.pairs += 1 + others.reduce((sum, group) => sum + group.pairs, 0)
    into.workers = [...new Set([...into.workers, ...pair.workers, ...others.flatMap((group) => group.workers)])]
    for (const group of others) groups.splice(groups.indexOf(group), 1)
  }
  return groups
}
