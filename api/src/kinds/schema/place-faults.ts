import { foldText } from '../../same-text.ts'
import type { TreeOptions } from '../places.ts'
import { maxFaultsTold } from './places.ts'

export type PlaceFault = { path: (string | number)[]; message: string }

/** A deeper tree is hardly one that people walk; what is worked out for an answer goes up to the top. */
const maxLevels = 20

/** What is wrong with options as a tree, and with what else they are called: O(options and names). */
export function placeFaults(options: TreeOptions): PlaceFault[] {
  return [...treeFaults(options), ...nameFaults(options)].slice(0, maxFaultsTold)
}

function treeFaults(options: TreeOptions): PlaceFault[] {
  const places = new Map(options.map(({ value }, at) => [value, at]))
  const above = options.map(({ parent }) => (parent === undefined ? -1 : (places.get(parent) ?? -1)))
  const faults: PlaceFault[] = []
  // Levels from the top; 0: not known yet, -1: on the way up from where we began.
  const levels = new Int32Array(options.length)
  options.forEach(({ parent }, begin) => {
    if (parent !== undefined && above[begin] === -1)
      faults.push({ path: [begin, 'parent'], message: `is the value of no option: ${JSON.stringify(parent)}` })
    const way: number[] = []
    let at = begin
    for (; at >= 0 && levels[at] === 0; at = above[at]!) {
      levels[at] = -1
      way.push(at)
    }
    const circle = at >= 0 && levels[at] === -1
    if (circle)
      faults.push({
        path: [at, 'parent'],
        message:
          above[at] === at
            ? `is the option itself: ${JSON.stringify(options[at]!.value)}`
            : `goes round in a circle that comes back to ${JSON.stringify(options[at]!.value)}. Let one of its places stand at the top`,
      })
    let level = at >= 0 && !circle ? levels[at]! : 0
    for (const place of way.reverse()) {
      levels[place] = ++level
      if (!circle && level === maxLevels + 1)
        faults.push({ path: [place, 'parent'], message: `makes more than ${maxLevels} levels` })
    }
  })
  return faults
}

/** A code is of one option alone, and neither code nor synonym is what another one is called. Two may share a synonym. */
function nameFaults(options: TreeOptions): PlaceFault[] {
  const faults: PlaceFault[] = []
  if (options.every(({ code, synonyms }) => code === undefined && synonyms === undefined)) return faults
  const names = new Map<string, number>()
  options.forEach((option, at) => {
    for (const name of [option.value, (option as { label?: string }).label ?? ''])
      if (name !== '') names.set(foldText(name), at)
  })
  const codes = new Map<string, number>()
  for (const [at, { code }] of options.entries()) {
    if (code === undefined) continue
    const folded = foldText(code)
    const other = codes.get(folded) ?? names.get(folded) ?? at
    if (other !== at) faults.push({ path: [at, 'code'], message: belongsTo(options, other) })
    else codes.set(folded, at)
  }
  for (const [at, { synonyms = [] }] of options.entries()) {
    if (faults.length >= maxFaultsTold) break
    for (const [n, synonym] of synonyms.entries()) {
      const folded = foldText(synonym)
      const other = [names.get(folded), codes.get(folded)].find((one) => one !== undefined && one !== at)
      if (other !== undefined) faults.push({ path: [at, 'synonyms', n], message: belongsTo(options, other) })
    }
  }
  return faults
}

function belongsTo(options: TreeOptions, at: number): string {
  return `is what another option is called: ${JSON.stringify(options[at]!.value)}. Take one of the two away`
}
