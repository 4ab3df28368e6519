import { circlesOf } from './circles.ts'
import { findDuplicates } from './duplicates.ts'
import { lengthsOfFunctions } from './functions.ts'
import { type Known, kindsOfFields, mediaOfFields, placesThatKnow } from './knowing.ts'
import { arrowsOfRooms } from './rooms.ts'
import { readSources, type Source } from './sources.ts'

/** A figure of the house, and the worst of what it counts, for whoever wants to mend it. */
export type Figure = { name: string; value: number; worst: string[] /** Told, but not judged. */; told?: true }

export function measureHouse(): Figure[] {
  const sources = readSources()
  const byLength = sources.toSorted((a, b) => b.lines - a.lines)
  const functions = sources.flatMap(lengthsOfFunctions).toSorted((a, b) => b.lines - a.lines)
  const files = circlesOf(new Map(sources.map(({ path, imports }) => [path, imports])))
  const rooms = circlesOf(arrowsOfRooms(sources))
  const duplicates = findDuplicates(sources).toSorted((a, b) => b.lines - a.lines)
  return [
    { name: 'files', value: sources.length, worst: [], told: true },
    { name: 'lines', value: sum(sources.map(({ lines }) => lines)), worst: [], told: true },
    { name: 'lines of the median file', value: byLength[byLength.length >> 1]!.lines, worst: [] },
    {
      name: 'lines of the longest file',
      value: byLength[0]!.lines,
      worst: byLength.map((one) => `${one.lines}  ${one.path}`),
    },
    {
      name: 'lines of the longest function',
      value: functions[0]!.lines,
      worst: functions.map(({ lines, where }) => `${lines}  ${where}`),
    },
    {
      name: 'files in circles',
      value: sum(files.map(({ length }) => length)),
      worst: files.map((one) => one.join(', ')),
    },
    {
      name: 'rooms in circles',
      value: sum(rooms.map(({ length }) => length)),
      worst: rooms.map((one) => one.join(', ')),
    },
    ...knowing('kinds of fields', kindsOfFields, sources),
    ...knowing('media of fields', mediaOfFields, sources),
    {
      name: 'blocks that stand twice',
      value: duplicates.length,
      worst: duplicates.map(({ lines, places }) => `${lines}  ${places.join(' and ')}`),
    },
  ]
}

function knowing(what: string, known: Known, sources: readonly Source[]): Figure[] {
  const all = sources.map((source) => ({ path: source.path, places: placesThatKnow(known, source) }))
  const know = all.filter(({ places }) => places > 0).toSorted((a, b) => b.places - a.places)
  return [
    {
      name: `files that know ${what}`,
      value: know.length,
      worst: know.map(({ path, places }) => `${places}  ${path}`),
    },
    { name: `places that know ${what}`, value: sum(know.map(({ places }) => places)), worst: [] },
  ]
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
