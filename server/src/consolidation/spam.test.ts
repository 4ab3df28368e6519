import { describe, expect, test } from 'vitest'
import { type AnswerColumns, answersByTask } from './answers.ts'
import { alarmingPairs, pairEvidence } from './collusion.ts'
import { fitHierarchical } from './hierarchical.ts'
import { publishLabels } from './publish.ts'
import { seededRandom, simulateCrowd } from './simulate-crowd.ts'
import { spamEvidence, spamVerdict } from './spam.ts'

/** 100 workers with 30 answers each; every tenth guesses, another tenth always gives one answer. */
function crowdOf(seed: number, classes: number, skill: number) {
  return simulateCrowd({
    tasks: 600,
    workers: 100,
    classes,
    overlap: 5,
    seed,
    skill,
    spread: 0.6,
    guessers: 0.1,
    constants: 0.1,
  })
}

function verdicts(columns: AnswerColumns) {
  const answers = answersByTask(columns)
  return spamEvidence(answers, fitHierarchical(answers)).map(spamVerdict)
}

describe('workers who do not look', () => {
  test.each([
    [2, 2.2],
    [4, 1.7],
  ])('W-14 bots are caught within 30 answers, honest workers are not: %i classes', (classes, skill) => {
    const tally = { bots: 0, caught: 0, honest: 0, accused: 0 }
    for (let seed = 1; seed <= 4; seed++) {
      const crowd = crowdOf(seed, classes, skill)
      verdicts(crowd).forEach((verdict, w) => {
        const isBot = crowd.kind[w] !== 'honest'
        tally[isBot ? 'bots' : 'honest']++
        if (verdict !== null) tally[isBot ? 'caught' : 'accused']++
      })
    }
    expect(tally.caught / tally.bots).toBeGreaterThanOrEqual(0.9)
    expect(tally.accused / tally.honest).toBeLessThanOrEqual(0.02)
  })

  test('W-14 one who goes round in turns is caught, and a constant one is called so', () => {
    const crowd = crowdOf(7, 4, 1.5)
    let turn = 0
    const label = Int32Array.from(crowd.label, (k, i) =>
      crowd.worker[i] === 0 ? turn++ % 4 : crowd.worker[i] === 1 ? 2 : k,
    )
    const found = verdicts({ ...crowd, label })
    expect(found[0]).toBe('random')
    expect(found[1]).toBe('constant')
  })

  test('a weak worker who does look is left alone', () => {
    const crowd = simulateCrowd({ tasks: 600, workers: 30, classes: 4, overlap: 5, seed: 3, skill: 2, spread: 0.3 })
    const random = seededRandom(5)
    const label = Int32Array.from(crowd.label, (k, i) =>
      crowd.worker[i] === 0 && random() < 0.7 ? Math.floor(random() * 4) : k,
    )
    const answers = answersByTask({ ...crowd, label })
    const [weak] = spamEvidence(answers, fitHierarchical(answers))
    expect(weak!.bits).toBeLessThan(-20)
    expect(weak!.related).toBeGreaterThan(3)
    expect(spamVerdict(weak!)).toBeNull()
  })

  test('who met only the commonest class, and said so, is not called a constant answerer', () => {
    const crowd = simulateCrowd({
      ...{ tasks: 600, workers: 30, classes: 2, overlap: 5, seed: 6, skill: 1.2, spread: 0.3 },
      prior: [0.8, 0.2],
    })
    const kept = times(crowd.task.length, (i) => i).filter((i) => crowd.worker[i] !== 0 || !crowd.truth[crowd.task[i]!])
    const answers = answersByTask({
      ...crowd,
      task: kept.map((i) => crowd.task[i]!),
      worker: kept.map((i) => crowd.worker[i]!),
      label: kept.map((i) => (crowd.worker[i] === 0 ? 0 : crowd.label[i]!)),
    })
    const [right] = spamEvidence(answers, fitHierarchical(answers))
    expect(right!.bits).toBeLessThan(-5)
    expect(right!.unlike).toBeGreaterThan(0)
    expect(spamVerdict(right!)).toBeNull()
  })

  test('few answers convict nobody', () => {
    const found = verdicts({
      tasks: 10,
      workers: 2,
      classes: 2,
      task: times(20, (i) => i % 10),
      worker: times(20, (i) => Number(i >= 10)),
      label: times(20, (i) => Number(i < 10)),
    })
    expect(found).toEqual([null, null])
  })
})

describe('W-16 pairs with the same errors', () => {
  const crowd = simulateCrowd({ tasks: 1000, workers: 20, classes: 4, overlap: 6, seed: 4, skill: 0.8, hardness: 1 })

  /** Worker 1 gives worker 0's answer wherever both were asked. */
  function copied(): AnswerColumns {
    const original = new Map<number, number>()
    for (let i = 0; i < crowd.task.length; i++) if (crowd.worker[i] === 0) original.set(crowd.task[i]!, crowd.label[i]!)
    const label = Int32Array.from(crowd.label, (k, i) =>
      crowd.worker[i] === 1 ? (original.get(crowd.task[i]!) ?? k) : k,
    )
    return { ...crowd, label }
  }

  function alarms(columns: AnswerColumns) {
    const answers = answersByTask(columns)
    const evidence = pairEvidence(answers, publishLabels(answers, fitHierarchical(answers)))
    return alarmingPairs(evidence, answers.workers).map((pair) => pair.workers)
  }

  test('a copy is found, and nobody else', () => {
    expect(alarms(copied())).toEqual([[0, 1]])
  })

  test('honest workers who fail on the same hard tasks are left alone', () => {
    expect(alarms(crowd)).toEqual([])
  })

  test('careful people who miss the same rare class are not one person', () => {
    const rare = simulateCrowd({
      ...{ tasks: 1000, workers: 12, classes: 2, overlap: 5, seed: 2, skill: 2, spread: 0.2, leaning: 0 },
      prior: [0.8, 0.2],
    })
    const random = seededRandom(8)
    const label = Int32Array.from(rare.label, (k, i) => (rare.worker[i]! < 3 && random() < 0.85 ? 0 : k))
    expect(alarms({ ...rare, label })).toEqual([])
  })

  test('equal right answers prove nothing', () => {
    const random = seededRandom(1)
    const truth = times(200, () => Math.floor(random() * 3))
    const columns = {
      tasks: 200,
      workers: 4,
      classes: 3,
      task: times(800, (i) => i >> 2),
      worker: times(800, (i) => i % 4),
      label: times(800, (i) => truth[i >> 2]!),
    }
    expect(alarms(columns)).toEqual([])
  })
})

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}
