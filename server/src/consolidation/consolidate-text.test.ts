import { describe, expect, test } from 'vitest'
import { answersByTask } from './answers.ts'
import { mergeHeadNouns } from './head-noun.ts'
import { type FieldAnswers, labelItems } from './label-items.ts'
import { seededRandom } from './simulate-crowd.ts'
import { damerauWithin, mergeSpellings } from './spelling.ts'
import { resolveSynonyms, type Synonym } from './synonyms.ts'

/** One row per task, one text per worker in each. */
function answersOf(rows: (string | null)[][]): FieldAnswers {
  const flat = rows.flatMap((row, item) => row.map((value, worker) => ({ item, worker, value })))
  return {
    items: rows.length,
    workers: Math.max(0, ...rows.map((row) => row.length)),
    item: flat.map((each) => each.item),
    worker: flat.map((each) => each.worker),
    value: flat.map((each) => each.value),
  }
}

function consolidated(rows: (string | null)[][], synonyms: Synonym[] = [], language = 'en') {
  const resolved = resolveSynonyms(synonyms)
  if (!resolved.ok) throw new Error(resolved.problem)
  const naming = { language, synonyms, canonical: resolved.canonical }
  const { results, fit } = labelItems([{ type: 'input', required: false }], answersOf(rows), naming)
  return { results, suggestions: fit.suggestions }
}

function values(rows: (string | null)[][], synonyms: Synonym[] = [], language = 'en') {
  return consolidated(rows, synonyms, language).results.map((result) => result.value)
}

describe('names', () => {
  test('spellings of one name are one name, shown as most typed it', () => {
    const [result] = consolidated([['Cat', 'cat ', 'CAT!', 'cat', 'dog']]).results
    expect(result!.value).toBe('cat')
    expect(result!.votes).toEqual([
      { value: 'cat', count: 4 },
      { value: 'dog', count: 1 },
    ])
    expect(result!.confidence).toBeGreaterThan(0.9)
  })

  test('a precise name counts with the plain one where that was said, and only there', () => {
    expect(
      values([
        ['black cat', 'cat', 'dog'],
        ['hot dog', 'hot dog', 'bun'],
      ]),
    ).toEqual(['cat', 'hot dog'])
  })

  test('a slip joins the frequent form that the others said', () => {
    const rows = Array.from({ length: 6 }, () => ['elephant', 'elephant', 'hippo'])
    expect(values([...rows, ['elefant', 'elephnat', 'elephant', 'hippo', 'hippo']]).at(-1)).toBe('elephant')
  })

  test('nothing said, and "no answer" said by most', () => {
    expect(consolidated([[], [null, null, 'cat']]).results.map(({ value }) => value)).toEqual([null, null])
    expect(consolidated([[]]).results[0]).toEqual({ value: null, confidence: 0, votes: [] })
  })

  test('one answer leaves room for a name that nobody gave', () => {
    const [result] = consolidated([['cat']]).results
    expect(result!.other).toBeGreaterThan(0.1)
    expect(result!.confidence + result!.other!).toBeCloseTo(1, 6)
  })

  test('the vote of a worker who is usually right outweighs two who are not', () => {
    const random = seededRandom(6)
    const animals = ['cat', 'dog', 'horse', 'tiger', 'sheep', 'zebra', 'whale', 'mouse']
    const any = () => animals[Math.floor(random() * animals.length)]!
    const rows = Array.from({ length: 150 }, (_, t) => {
      const truth = animals[t % 8]!
      return [truth, truth, truth, random() < 0.4 ? truth : any(), random() < 0.4 ? truth : any()]
    })
    rows.push(['zebra', 'cow', 'goose', 'whale', 'whale'])
    expect(values(rows).at(-1)).not.toBe('whale')
  })
})

test('more names than two bytes can number stay apart', () => {
  const { label } = answersByTask({
    tasks: 1,
    workers: 2,
    classes: 70_000,
    task: [0, 0],
    worker: [0, 1],
    label: [0, 65_536],
  })
  expect([...label]).toEqual([0, 65_536])
})

describe('synonyms', () => {
  const kitty = { from: 'Kitty', to: 'Cat' }
  // Two dog tasks for each cat task: names that are said everywhere prove nothing.
  const cats = Array.from({ length: 6 }, () => ['cat', 'kitty', 'cat'])
  const dogs = Array.from({ length: 20 }, () => ['dog', 'dog', 'dog'])

  test('suggested where different people say both, and applied to what is there once approved', () => {
    const before = consolidated([...cats, ...dogs, ['kitty', 'kitty', 'dog', 'cat', 'cat', 'dog']])
    expect(before.suggestions[0]).toEqual({ from: 'kitty', to: 'cat', together: 7, tasks: 7, answers: 8 })
    const after = consolidated([...cats, ...dogs, ['kitty', 'kitty', 'dog', 'dog', 'dog', 'cat', 'cat']], [kitty])
    expect(after.results.at(-1)!.value).toBe('cat')
    expect(after.suggestions).toEqual([])
  })

  test('chains are followed; a precise name meets the meaning of a synonym', () => {
    expect(values([['kitten', 'kitten', 'dog']], [{ from: 'kitten', to: 'kitty' }, kitty])).toEqual(['Cat'])
    expect(values([['kitty', 'black cat', 'dog', 'dog', 'cat']], [kitty])).toEqual(['cat'])
  })

  test.each([
    [
      [
        { from: 'a', to: 'b' },
        { from: 'B', to: 'A!' },
      ],
      { ok: false, problem: 'cycle', cycle: ['a', 'b', 'a'] },
    ],
    [
      [
        { from: 'x', to: 'a' },
        { from: 'a', to: 'b' },
        { from: 'b', to: 'c' },
        { from: 'c', to: 'a' },
      ],
      { ok: false, problem: 'cycle', cycle: ['a', 'b', 'c', 'a'] },
    ],
    [
      [
        { from: 'a', to: 'b' },
        { from: 'a', to: 'c' },
      ],
      { ok: false, problem: 'contradiction', synonym: { from: 'a', to: 'c' } },
    ],
    [[{ from: ' ', to: 'b' }], { ok: false, problem: 'empty', synonym: { from: ' ', to: 'b' } }],
  ])('what cannot be followed is an error value: %j', (synonyms, error) => {
    expect(resolveSynonyms(synonyms)).toEqual(error)
  })

  test('a name that means itself is harmless, and 20,000 links are followed at once', () => {
    expect(resolveSynonyms([{ from: 'cat', to: 'Cat' }])).toEqual({ ok: true, canonical: new Map() })
    const chain = Array.from({ length: 20_000 }, (_, i) => ({ from: `n${i}`, to: `n${i + 1}` }))
    const resolved = resolveSynonyms(chain)
    expect(resolved.ok && resolved.canonical.get('n0')).toBe('n20000')
  })
})

describe('spelling', () => {
  /** Each form in a task of its own, or all those `together` in one. */
  const forms = (counts: Record<string, number>, together: string[] = []) => {
    const of = (key: string, total: number, i: number) => ({
      total,
      byTask: new Map([[together.includes(key) ? 0 : i + 1, total]]),
    })
    return new Map(Object.entries(counts).map(([key, total], i) => [key, of(key, total, i)]))
  }

  test.each([
    ['one slip', { zebra: 50, zebar: 1 }, ['zebar', 'zebra'], [['zebar', 'zebra']]],
    ['two slips from nine letters', { crocodile: 50, krokodile: 1 }, [], [['krokodile', 'crocodile']]],
    ['two slips in a short word', { zebra: 50, sebar: 1 }, [], []],
    ['not frequent enough', { zebra: 4, zebar: 1 }, ['zebar', 'zebra'], []],
    ['an ending is not a slip', { lions: 50, lion: 1, doge: 50, dogs: 1 }, ['lions', 'lion', 'doge', 'dogs'], []],
    ['three letters', { cat: 500, bat: 1 }, [], []],
    ['four letters on their own', { goat: 500, boat: 1 }, [], []],
    ['a word that people agree on', { lizard: 500, wizard: 2 }, [], []],
  ])('%s', (_, counts, together, merged) => {
    expect([...mergeSpellings(forms(counts, together))]).toEqual(merged)
  })

  test('distances by hand', () => {
    expect(damerauWithin('tiger', 'tigre', 1)).toBe(true)
    expect(damerauWithin('tiger', 'tger', 1)).toBe(true)
    expect(damerauWithin('tiger', 'tagre', 1)).toBe(false)
    expect(damerauWithin('', 'ab', 2)).toBe(true)
    expect(damerauWithin('', 'ab', 1)).toBe(false)
  })
})

describe('head nouns in other languages', () => {
  test.each([
    ['en', ['black cat', 'cat'], 'black cat', 'cat'],
    ['de', ['schwarze katze', 'katze'], 'schwarze katze', 'katze'],
    ['fr', ['chat noir', 'chat'], 'chat noir', 'chat'],
    ['zh', ['黑色的猫', '猫'], '黑色的猫', '猫'],
    ['ru', ['черныи кот', 'кот'], 'черныи кот', 'кот'],
  ])('%s', (language, keys, long, short) => {
    expect(mergeHeadNouns(keys, language).get(long)).toBe(short)
  })

  test('neither the wrong side nor half a word', () => {
    expect(mergeHeadNouns(['cat food', 'cat'], 'en').size).toBe(0)
    expect(mergeHeadNouns(['wildcat', 'cat'], 'en').size).toBe(0)
    expect(mergeHeadNouns(['cat', 'black cat'], 'not a language').get('black cat')).toBe('cat')
  })
})

test('U-35 hostile texts: 10,000 combining marks, a megabyte, 10,000 different names', () => {
  const marks = `e${'\u0301'.repeat(10_000)}`
  const start = performance.now()
  expect(values([[marks, 'é', 'E', 'x'.repeat(1e6)]])).toHaveLength(1)
  const random = seededRandom(1)
  const name = () => Array.from({ length: 12 }, () => 'abcdefgh'[Math.floor(random() * 8)]).join('')
  expect(values(Array.from({ length: 2000 }, () => [name(), name(), name(), name(), name()]))).toHaveLength(2000)
  expect(performance.now() - start).toBeLessThan(5000)
})
