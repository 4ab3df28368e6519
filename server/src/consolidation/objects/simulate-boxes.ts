import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import { diceOf, type MadeUpCrowd, type MarkersSpec, markersOf } from './dice.ts'
import { attributesOfCrowd } from './simulate-attributes.ts'

/** A crowd that marks boxes, made up from a seed: for tests and for the benchmark. `noise`: by which share of a side an edge lies off. */
export type BoxesSpec = MarkersSpec & {
  /** Objects of an item in the mean; a fifth of the items has none. */
  objects?: number
  /** Something is said of each (simulate-attributes.ts). */
  attributes?: boolean
}

export type BoxesCrowd = MadeUpCrowd<Box>

export const picture = { width: 1200, height: 900 }

export function simulateBoxes(spec: BoxesSpec): BoxesCrowd {
  const { items, workers, overlap, seed, objects = 3, noise = [0.02, 0.08] } = spec
  const { hardness = 0, classes = [], mistaken = 0.05 } = spec
  const dice = diceOf(seed)
  const { random, normal, poisson, someOf } = dice
  const pick = () => classes[Math.floor(random() * classes.length)]
  const place = (): Box => {
    const [width, height] = [60 + random() * 300, 60 + random() * 240]
    const label = pick()
    const at = { x: random() * (picture.width - width), y: random() * (picture.height - height), width, height }
    return label === undefined ? at : { label, ...at }
  }
  const people = markersOf({ ...spec, noise }, dice)
  const told = attributesOfCrowd(
    seed + 1000,
    people.map(({ isLazy }) => isLazy),
  )
  const telling = (box: Box, attributes: () => SmallValues): Box =>
    spec.attributes ? { ...box, attributes: attributes() } : box
  const drawn = (box: Box, by: number): Box => {
    const off = (edge: number, side: number, max: number) => Math.min(max, Math.max(0, edge + by * side * normal()))
    const { x, y, width, height } = box
    const [left, right] = [off(x, width, picture.width), off(x + width, width, picture.width)].sort((a, b) => a - b)
    const [top, bottom] = [off(y, height, picture.height), off(y + height, height, picture.height)].sort(
      (a, b) => a - b,
    )
    const label = box.label !== undefined && random() < mistaken ? pick() : box.label
    const at = { x: left!, y: top!, width: Math.max(1, right! - left!), height: Math.max(1, bottom! - top!) }
    return label === undefined ? at : { label, ...at }
  }
  const truth = Array.from({ length: items }, () =>
    random() < 0.2 ? [] : Array.from({ length: 1 + poisson(objects / 0.8 - 1) }, () => telling(place(), told.right)),
  )
  const answers = truth.map((boxes) => {
    const hard = boxes.map(() => hardness * normal())
    return someOf(workers, overlap).map((worker) => {
      const person = people[worker]!
      const says = (box: Box, truth?: Box) => telling(box, () => told.said(worker, truth?.attributes))
      if (person.isLazy) return { worker, objects: person.marksAll ? [says(whole(pick()))] : [] }
      const found = boxes.filter((_, b) => random() < 1 / (1 + Math.exp(-person.skill + hard[b]!)))
      const invented = Array.from({ length: poisson(person.extra) }, () => says(place()))
      return { worker, objects: [...found.map((box) => says(drawn(box, person.noise), box)), ...invented] }
    })
  })
  return { truth, answers, isLazy: people.map((person) => person.isLazy) }
}

function whole(label: string | undefined): Box {
  return { ...(label !== undefined && { label }), x: 0, y: 0, ...picture }
}
