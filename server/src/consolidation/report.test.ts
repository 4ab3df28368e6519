import type { FieldValue } from '@whisker/api/fields.ts'
import { describe, expect, test } from 'vitest'
import type { FieldAnswers } from './label-items.ts'
import { namingFor } from './naming.fixture.ts'
import { reportField } from './report.ts'
import { simulateCrowd } from './simulate-crowd.ts'

const names = ['cat', 'dog', 'fox']
const naming = namingFor()
const field = { type: 'radio' as const, required: true, options: names.map((value) => ({ value })) }
const same = (truth: FieldValue, value: FieldValue | null) => truth === value

function crowd(overlap: number) {
  const made = simulateCrowd({ tasks: 400, workers: 40, classes: 3, overlap, seed: 7, skill: 0.6, guessers: 0.2 })
  const { tasks: items, task: item, workers, worker } = made
  const answers: FieldAnswers = {
    items,
    item,
    workers,
    worker,
    value: Array.from(made.label, (label) => names[label]!),
  }
  return { answers, truth: [...made.truth].map((label) => names[label]!) }
}

describe('a report on one field', () => {
  const { answers, truth } = crowd(7)
  const gold = new Map(truth.slice(0, 60).map((name, task) => [task, name as FieldValue]))
  const report = reportField([field], answers, naming, gold, same)

  test('gold is judged by labels that do not know it, with an interval around the share', () => {
    const blind = reportField([field], answers, naming, new Map(), same)
    expect(report.gold).toMatchObject({ tasks: 60, labels: { answered: 60 }, answers: { answered: 420 } })
    const { labels, answers: single } = report.gold!
    expect(labels.low).toBeLessThan(labels.accuracy)
    expect(labels.high).toBeGreaterThan(labels.accuracy)
    // Seven fallible answers together beat one of them, and are not right by definition.
    expect(labels.accuracy).toBeGreaterThan(single.accuracy + 0.1)
    expect(labels.accuracy).toBeLessThan(0.99)
    expect(blind.gold).toBeNull()
    expect(blind.measuredBy).toBe('results')
  })

  test('more answers are worth more, and the last point is all that was spent', () => {
    expect(report.spent.map((point) => point.atMost)).toEqual([1, 2, 3, 4, 5, 6, 7])
    const [one, ...more] = report.spent
    const last = more.at(-1)!
    expect(one!.answersPerTask).toBe(1)
    expect(last.answersPerTask).toBe(7)
    expect(last.model).toBeGreaterThan(one!.model + 0.1)
    expect(last.model).toBeGreaterThanOrEqual(last.majority)
    expect(report.measuredBy).toBe('gold')
  })

  test('the table counts every answer once, most of them on the diagonal', () => {
    const { names: rows, counts } = report.confusion!
    expect(rows).toEqual(names)
    const total = counts.flat().reduce((sum, count) => sum + count, 0)
    expect(total).toBe(400 * 7)
    for (const [i, row] of counts.entries()) expect(Math.max(...row)).toBe(row[i])
  })

  test('calibration sets the published confidence beside what was right', () => {
    const bins = report.calibration!
    expect(bins.reduce((sum, bin) => sum + bin.tasks, 0)).toBe(60)
    for (const { from, to, confidence } of bins) {
      expect(confidence).toBeGreaterThanOrEqual(from)
      expect(confidence).toBeLessThanOrEqual(to)
    }
  })
})

test('too little gold draws no line; free names beyond the most frequent are counted as the rest', () => {
  const { answers, truth } = crowd(3)
  const text = { type: 'input' as const, required: true }
  const value = answers.value.map((name, i) => (i % 50 === 0 ? `rare ${i}` : name))
  const report = reportField([text], { ...answers, value }, naming, new Map([[0, truth[0]!]]), same)
  expect(report.calibration).toBeNull()
  expect(report.gold?.tasks).toBe(1)
  expect(report.confusion!.names.at(-1)).toBeNull()
  expect(report.confusion!.names.slice(0, 3).sort()).toEqual(names)
  const total = report.confusion!.counts.flat().reduce((sum, count) => sum + count, 0)
  expect(total).toBe(1200)
})

test('a task whose answers ended early costs what it cost', () => {
  const { answers } = crowd(4)
  // Every other task stopped after two answers.
  const kept = Array.from(answers.item, (item, i) => ({ item, i })).filter(({ item, i }) => item % 2 === 0 || i % 4 < 2)
  const columns = {
    item: kept.map(({ item }) => item),
    worker: kept.map(({ i }) => answers.worker[i]!),
    value: kept.map(({ i }) => answers.value[i]),
  }
  const report = reportField([field], { ...answers, ...columns }, naming, new Map(), same)
  expect(report.answers).toBe(1200)
  expect(report.spent.at(-1)).toMatchObject({ atMost: 4, answersPerTask: 3 })
})
