import { describe, expect, test } from 'vitest'
import { expectCpuBelow } from '../testing/cpu-time.ts'
import { answersByTask } from './answers.ts'
import { plainerForms } from './head-noun.ts'
import { joinsOf } from './joins.ts'
import { type FieldAnswers, labelItems } from './label-items.ts'
import { namingFor } from './naming.fixture.ts'
import { type Naming, namingOf } from './naming.ts'
import { textKey } from './normalise-text.ts'
import { seededRandom } from './simulate-crowd.ts'
import { damerauWithin, findSlips } from './spelling.ts'
import { resolveSynonyms } from './synonyms.ts'

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

const letters = namingFor()
const meaning = namingFor({ joining: 'meaning' })

function consolidated(rows: (string | null)[][], naming: Naming = letters) {
  const { results, fit } = labelItems([{ type: 'input', required: false }], answersOf(rows), naming)
  const spelling = fit.model.kind === 'coins' ? fit.model.spelling : new Map<string, string>()
  return { results, suggestions: fit.suggestions, spelling }
}

function values(rows: (string | null)[][], naming: Naming = letters) {
  return consolidated(rows, naming).results.map((result) => result.value)
}

/** How many names the texts of the last task are, and the most votes of one. */
function namesIn(rows: (string | null)[][], naming: Naming) {
  const { votes } = consolidated(rows, naming).results.at(-1)!
  return { names: votes.length, most: votes[0]!.count }
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

  test('of forms typed equally often the plainest is shown, whoever came first', () => {
    expect(
      values([
        ['CAT', 'cat'],
        ['cat', 'CAT'],
        ['Cat', 'CAT'],
        ['CAT', 'Cat'],
      ]),
    ).toEqual(['cat', 'cat', 'CAT', 'CAT'])
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

const keyOf = (text: string) => textKey(text, 'en')

/** Many tasks on which people agree: the names of a project. */
const known = (...names: string[]) => names.flatMap((name) => Array.from({ length: 6 }, () => [name, name]))

describe('A1 what other words say', () => {
  test.each([
    ['cat', 'not a cat'],
    ['fish', 'jelly fish'],
    ['dog', 'hot dog'],
    ['horse', 'sea horse'],
    ['cats', '2 cats'],
    ['dog', 'no dog'],
    ['smoking', 'no smoking'],
    ['panda', 'red panda'],
    ['cat', 'cat food'],
    ['cat', 'toy cat'],
  ])('"%s" and "%s" are two names, however far joining goes', (a, b) => {
    for (const naming of [letters, meaning])
      expect(namesIn([...known(a), [a, b]], naming)).toEqual({ names: 2, most: 1 })
    const [result] = consolidated([[a, b]], meaning).results
    expect(result!.confidence).toBeLessThan(0.6)
  })

  test.each([
    ['en', 'the big black cat', 'cat'],
    ['en', 'a cat', 'cat'],
    ['de', 'schwarze katze', 'katze'],
    ['fr', 'chat noir', 'chat'],
    ['fr', "l'éléphant", 'éléphant'],
    ['es', 'gato negro', 'gato'],
    ['vi', 'con mèo đen', 'mèo'],
    ['tr', 'siyah kedi', 'kedi'],
    ['ru', 'чёрный кот', 'кот'],
  ])('plain words go where that was asked for (%s): "%s" is "%s"', (language, long, short) => {
    const asked = namingFor({ language, joining: 'meaning' })
    expect(namesIn([[long, short]], asked)).toEqual({ names: 1, most: 2 })
    expect(values([[long, short, short]], asked)).toEqual([short])
    expect(namesIn([[long, short]], namingFor({ language }))).toEqual({ names: 2, most: 1 })
    // Nobody said the plain name here.
    expect(values([[long, long, long]], asked)).toEqual([long])
  })

  test('what two people agree on is a name of its own, in the whole project', () => {
    const agreed = [['black bear', 'black bear', 'bear']]
    expect(namesIn([...known('bear'), ['black bear', 'bear']], meaning).names).toBe(1)
    expect(namesIn([...agreed, ['black bear', 'bear']], meaning).names).toBe(2)
  })

  test('languages without a list, and who is not known, drop nothing', () => {
    for (const language of ['zh', 'not a language']) {
      const asked = namingFor({ language, joining: 'meaning' })
      expect(namesIn([['black cat', 'cat']], asked).names).toBe(2)
    }
    expect(plainerForms('wildcat', 'en')).toEqual([])
  })
})

describe('A2 what was typed elsewhere', () => {
  const often = known('sliver', 'AB12345', 'elephant')

  test.each(['silver', 'AB12354', 'elephnat'])('the only answer "%s" stays what somebody typed', (only) => {
    for (const naming of [letters, meaning]) expect(values([...often, [only]], naming).at(-1)).toBe(only)
  })

  test('a slip joins what somebody typed for the same task, where that was asked for', () => {
    const rows = [...often, ['elephnat', 'elephant', 'hippo']]
    expect(values(rows, meaning).at(-1)).toBe('elephant')
    expect(namesIn(rows, meaning).most).toBe(2)
    expect(namesIn(rows, letters).most).toBe(1)
  })

  test('numbers are never mended, nor a word into another', () => {
    expect(namesIn([...often, ['AB12354', 'AB12345']], meaning).names).toBe(2)
    // "silver" was said where nobody said "sliver": it is a word.
    expect(namesIn([...often, ['silver'], ['silver', 'sliver']], meaning).names).toBe(2)
    expect(namesIn([...known('goat'), ['boat', 'goat', 'goat']], meaning).names).toBe(2)
    expect(namesIn([...known('happy'), ['unhappy', 'happy', 'happy']], meaning).names).toBe(2)
  })

  test('a join that is not made is suggested, with its reason, until the requester says no', () => {
    const rows = [...often, ['elephnat', 'elephant'], ['big elephant', 'elephant']]
    expect(consolidated(rows).suggestions).toEqual([
      { from: 'big elephant', to: 'elephant', together: 1, tasks: 1, answers: 1, why: 'words' },
      { from: 'elephnat', to: 'elephant', together: 1, tasks: 1, answers: 1, why: 'spelling' },
    ])
    expect(consolidated(rows, meaning).suggestions).toEqual([])
    const refused = namingFor({ apart: [['elephnat', 'elephant']] })
    expect(consolidated(rows, refused).suggestions.map(({ from }) => from)).toEqual(['big elephant'])
  })
})

describe('A9 the requester decides', () => {
  const rows = [...known('elephant'), ['Elephant', 'elephnat', 'elephant', 'black elephant']]

  test('each way of joining, and why', () => {
    const exact = namingFor({ joining: 'exact' })
    expect(namesIn(rows, exact).names).toBe(4)
    expect(namesIn([['cat', ' cat ']], exact).names).toBe(1)
    expect(namesIn(rows, letters).names).toBe(3)
    expect(namesIn(rows, meaning).names).toBe(1)
    const { spelling } = consolidated(rows, meaning)
    const synonyms = [{ from: 'jumbo', to: 'elephant' }]
    const typed = ['elephant', 'ELEPHANT', ' elephant!', 'élephant', 'elephnat', 'a black elephant', 'jumbo']
    expect(joinsOf(typed, spelling, namingFor({ joining: 'meaning', synonyms }))).toEqual(
      ['case', 'letters', 'marks', 'spelling', 'words', 'synonym'].map((why, i) => {
        return { typed: typed[i + 1]!.trim(), name: 'elephant', why, answers: 1 }
      }),
    )
  })

  test.each([
    ['case', ['Polish', 'polish']],
    ['marks', ['résumé', 'resume']],
    ['spelling', ['elephnat', 'elephant']],
    ['words', ['black elephant', 'elephant']],
    ['a synonym', ['jumbo', 'elephant']],
    ['a chain of synonyms', ['jum', 'elephant']],
    ['a third', ['elephnat', 'black elephant']],
  ])('what is kept apart is not joined by %s', (_, [a, b]) => {
    const synonyms = [
      { from: 'jum', to: 'jumbo' },
      { from: 'jumbo', to: 'elephant' },
    ]
    const task = [[a!, b!, 'elephant']]
    const before = namesIn([...known('elephant'), ...task], namingFor({ joining: 'meaning', synonyms }))
    const apart = namingFor({ joining: 'meaning', synonyms, apart: [[a!, b!]] })
    const after = namesIn([...known('elephant'), ...task], apart)
    expect(after.names).toBe(before.names + 1)
    expect(apart.key(apart.key(a!))).toBe(apart.key(a!))
  })

  test('a textarea is never joined by meaning', () => {
    const settings = { language: 'en', synonyms: [], apart: [], joining: { page: 'meaning' } as const }
    expect(namingOf(settings).of({ name: 'page', type: 'textarea' }).joining).toBe('letters')
    expect(namingOf(settings).of({ name: 'page', type: 'input' }).joining).toBe('meaning')
    expect(namingOf(settings).of({ name: 'constructor', type: 'input' }).joining).toBe('letters')
  })
})

describe('synonyms', () => {
  const kitty = { from: 'Kitty', to: 'Cat' }
  // Two dog tasks for each cat task: names that are said everywhere prove nothing.
  const cats = Array.from({ length: 6 }, () => ['cat', 'kitty', 'cat'])
  const dogs = Array.from({ length: 20 }, () => ['dog', 'dog', 'dog'])

  test('suggested where different people say both, and applied to what is there once approved', () => {
    const before = consolidated([...cats, ...dogs, ['kitty', 'kitty', 'dog', 'cat', 'cat', 'dog']])
    const together = { from: 'kitty', to: 'cat', together: 7, tasks: 7, answers: 8, why: 'together' }
    expect(before.suggestions[0]).toEqual(together)
    const rows = [...cats, ...dogs, ['kitty', 'kitty', 'dog', 'dog', 'dog', 'cat', 'cat']]
    const after = consolidated(rows, namingFor({ synonyms: [kitty] }))
    expect(after.results.at(-1)!.value).toBe('cat')
    expect(after.suggestions).toEqual([])
  })

  test('chains are followed; a precise name meets the meaning of a synonym', () => {
    const chain = namingFor({ synonyms: [{ from: 'kitten', to: 'kitty' }, kitty] })
    expect(values([['kitten', 'kitten', 'dog']], chain)).toEqual(['Cat'])
    const asked = namingFor({ synonyms: [kitty], joining: 'meaning' })
    expect(namesIn([['kitty', 'black cat', 'dog']], asked).most).toBe(2)
  })

  test('taken long ago by other keys: what cannot be followed any more is left out, and nothing else', () => {
    const synonyms = [
      { from: 'Bò', to: 'bo' },
      { from: 'bo', to: 'bò' },
      { from: 'x', to: 'a' },
      { from: 'x', to: 'b' },
    ]
    const vietnamese = namingFor({ language: 'vi', synonyms })
    expect([...vietnamese.canonical]).toEqual([
      ['bò', 'bo'],
      ['x', 'a'],
    ])
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
    expect(resolveSynonyms(synonyms, keyOf)).toEqual(error)
  })

  test('a name that means itself is harmless, and 20,000 links are followed at once', () => {
    expect(resolveSynonyms([{ from: 'cat', to: 'Cat' }], keyOf)).toEqual({ ok: true, canonical: new Map() })
    const chain = Array.from({ length: 20_000 }, (_, i) => ({ from: `n${i}`, to: `n${i + 1}` }))
    const resolved = resolveSynonyms(chain, keyOf)
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
    ['one slip', { zebra: 50, zebar: 1 }, ['zebar', 'zebra'], 'safe'],
    ['two slips from nine letters', { crocodile: 50, crocdoil: 1 }, ['crocdoil', 'crocodile'], 'none'],
    ['two slips in nine letters', { crocodile: 50, crcoodlie: 1 }, ['crcoodlie', 'crocodile'], 'safe'],
    ['the first letter', { crocodile: 50, krocodile: 1 }, ['krocodile', 'crocodile'], 'likely'],
    ['one letter for another in a short word', { cobra: 50, cebra: 1 }, ['cebra', 'cobra'], 'likely'],
    ['a long word on its own', { elephant: 50, elephnat: 1 }, [], 'likely'],
    ['two slips in a short word', { zebra: 50, sebar: 1 }, [], 'none'],
    ['not frequent enough', { zebra: 4, zebar: 1 }, ['zebar', 'zebra'], 'none'],
    ['an ending is not a slip', { lions: 50, lion: 1, doge: 50, dogs: 1 }, ['lions', 'lion', 'doge', 'dogs'], 'none'],
    ['three letters', { cat: 500, bat: 1 }, [], 'none'],
    ['four letters on their own', { goat: 500, boat: 1 }, [], 'none'],
    ['a word that people agree on', { lizard: 500, wizard: 2 }, [], 'none'],
    ['a word beside the other one', { lizard: 500, lizrad: 2 }, ['lizard', 'lizrad'], 'likely'],
    ['numbers', { ab12345: 50, ab12354: 1 }, ['ab12345', 'ab12354'], 'none'],
    ['words that deny', { 'note a cat': 50, 'not a cat': 1 }, ['note a cat', 'not a cat'], 'likely'],
    ['a space', { 'black bird': 50, blackbird: 1 }, ['black bird', 'blackbird'], 'likely'],
  ])('%s', (_, counts, together, found) => {
    const { safe, likely } = findSlips(forms(counts, together))
    expect(safe.size > 0 ? 'safe' : likely.size > 0 ? 'likely' : 'none').toBe(found)
  })

  test('distances by hand', () => {
    expect(damerauWithin('tiger', 'tigre', 1)).toBe(true)
    expect(damerauWithin('tiger', 'tger', 1)).toBe(true)
    expect(damerauWithin('tiger', 'tagre', 1)).toBe(false)
    expect(damerauWithin('', 'ab', 2)).toBe(true)
    expect(damerauWithin('', 'ab', 1)).toBe(false)
  })
})

test('U-35 hostile texts: 10,000 combining marks, a megabyte, 5,000 different names', () => {
  const marks = `e${'\u0301'.repeat(10_000)}`
  const few = () => expect(values([[marks, 'é', 'E', 'x'.repeat(1e6)]])).toHaveLength(1)
  const random = seededRandom(1)
  const name = () => Array.from({ length: 12 }, () => 'abcdefgh'[Math.floor(random() * 8)]).join('')
  const many = Array.from({ length: 1000 }, () => [name(), name(), name(), name(), name()])
  expectCpuBelow(5000, () => {
    few()
    expect(values(many)).toHaveLength(1000)
  })
})
