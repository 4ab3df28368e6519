import { collectField } from '../../src/consolidation/collect-field.ts'
import { decide } from '../../src/consolidation/decide.ts'
import type { ModelledField } from '../../src/consolidation/field.ts'
import { judgeField } from '../../src/consolidation/judge-field.ts'
import { emptyFieldModel } from '../../src/consolidation/kinds/kinds.ts'
import { nameBy } from '../../src/consolidation/naming.ts'
import { type PlacesSpec, simulatePlaces } from '../../src/consolidation/places/simulate-places.ts'
import { isWithin, treeOf } from '../../src/consolidation/places/tree.ts'
import { pushField } from '../../src/consolidation/push-field.ts'

/**
 * 200 species in 3 levels (10 families, 5 genera each, 4 species each) named by several people: how often what is published is wrong,
 * how much goes to review and what it costs, by the tree and by the same answers as a flat list. Each task is asked for as the dynamic
 * policy says, by what was learnt so far; what is published is what a refit at the end makes of the same answers.
 *
 *   npm run bench:quality -- --places
 */
const seeds = [1, 2, 3, 4, 5]
const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })

type Figures = { answers: number; review: number; wrong: number; species: number; said: number }

const crowds: Record<string, Omit<PlacesSpec, 'seed' | 'overlap'>> = {
  'of the issue': { items: 1500, workers: 40 },
  'who never admits it': { items: 1500, workers: 40, admits: 0 },
  'who knows little': { items: 1500, workers: 40, skill: [2.2, 1, 0] },
}

export function printPlaces(): void {
  for (const [name, spec] of Object.entries(crowds))
    for (const confidence of [0.9, 0.95]) {
      const policy = { minAnswers: 2, maxAnswers: 6, confidence }
      console.log(
        `\nspecies of a tree, crowd "${name}", ${confidence} asked for, 2 to ${policy.maxAnswers} answers, ${seeds.length} seeds`,
      )
      console.log(
        '                answers/task  review %  wrong of published %  its mean confidence %  published at a species %',
      )
      for (const [how, isTree] of [
        ['flat list', false],
        ['tree', true],
      ] as const) {
        const runs = seeds.map((seed) => run({ ...spec, seed, overlap: policy.maxAnswers }, policy, isTree))
        const mean = (of: keyof Figures) => runs.reduce((sum, one) => sum + one[of], 0) / runs.length
        const percent = (of: keyof Figures) => (100 * mean(of)).toFixed(1)
        console.log(
          `  ${how.padEnd(14)}${mean('answers').toFixed(2).padStart(12)}${percent('review').padStart(10)}${percent('wrong').padStart(22)}${percent('said').padStart(23)}${percent('species').padStart(26)}`,
        )
      }
    }
}

function run(spec: PlacesSpec, policy: Parameters<typeof decide>[0], isTree: boolean): Figures {
  const { options, truth, answers } = simulatePlaces(spec)
  const tree = treeOf(options)
  const field: ModelledField = {
    ...{ type: 'select', required: true },
    options: isTree ? options : options.map(({ value }) => ({ value })),
  }
  const online = emptyFieldModel([field])
  let given = 0
  const asked = answers.map((own) => {
    for (let count = 1; ; count++) {
      const said = {
        workers: own.slice(0, count).map(({ worker }) => worker),
        values: own.slice(0, count).map(({ value }) => value),
      }
      given++
      pushField(field, online, said, naming)
      if (count === own.length || decide(policy, judgeField(field, online, said, naming)).next !== 'ask') return said
    }
  })
  const collector = collectField([field], { items: asked.length, workers: spec.workers, answers: given })
  asked.forEach((said, item) => {
    said.workers.forEach((worker, i) => {
      collector.add(item, worker, said.values[i])
    })
  })
  const { model } = collector.fit(spec.workers, naming)
  let [review, published, wrong, species, said] = [0, 0, 0, 0, 0]
  for (const [item, one] of asked.entries()) {
    const { next, result } = decide(policy, judgeField(field, model, one, naming))
    if (next === 'review') {
      review++
      continue
    }
    published++
    said += result.confidence
    const place = tree.placeOf.get(result.value as string)!
    if (!isWithin(tree, tree.placeOf.get(truth[item]!)!, place)) wrong++
    if (tree.level[place] === tree.levels) species++
  }
  return {
    ...{ answers: given / asked.length, review: review / asked.length },
    ...{ wrong: wrong / published, species: species / published, said: said / published },
  }
}
