import { splitList } from '@whisker/api/kinds/cell.ts'
import type { FieldKind } from '@whisker/api/kinds/kind.ts'
import { InvalidArgumentError } from 'commander'

/** A field as the flags say it; the schema of a project checks it. */
export type Field = Record<string, unknown>

/** What `projects create` knows of a kind of field, whose flag is called as the kind is. */
type FlagKind = {
  /** What stands behind the flag, for `--help`. */
  takes: string
  help: string
  /** @throws {InvalidArgumentError} */
  read: (text: string, type: string) => Field
}

/** In the order of `--help`. A kind that is missing does not compile. */
export const kinds: Record<FieldKind, FlagKind> = {
  input: { takes: '<name>', help: 'a line of text', read: named },
  textarea: { takes: '<name>', help: 'a longer text', read: named },
  number: { takes: '<name>', help: 'a number', read: named },
  rating: { takes: '<name>', help: 'stars, e.g. --rating quality=5', read: rated },
  date: { takes: '<name>', help: 'a day', read: named },
  radio: { takes: '<name=a,b,...>', help: 'one choice, all shown', read: chosen },
  select: { takes: '<name=a,b,...>', help: 'one choice of a list', read: chosen },
  checkbox: { takes: '<name=a,b,...>', help: 'any of several choices', read: chosen },
  points: {
    takes: '<name=a,b,...>',
    help: 'points in the picture, as boxes',
    read: marked,
  },
  polygons: {
    takes: '<name=a,b,...>',
    help: 'outlines in the picture, as boxes',
    read: marked,
  },
  rank: { takes: '<name=a,b,...>', help: 'these in order, best first', read: chosen },
  spans: { takes: '<name=a,b,...>', help: 'parts of the text, each one of these', read: chosen },
  boxes: {
    takes: '<name=a,b,...>',
    help: 'boxes in the picture, each one of these; with a name alone they have no labels',
    read: marked,
  },
  rows: {
    takes: '<name=a,b,...>',
    help: 'which of these are there, and how many of each',
    read: counted,
  },
}

function named(text: string, type: string): Field {
  if (text.includes('=')) throw new InvalidArgumentError(`Only a name belongs here, without "=".`)
  return { name: text, type }
}

function rated(text: string, type: string): Field {
  const [name, max] = text.split('=', 2)
  return { name, type, ...(max !== undefined && { max: Number(max) }) }
}

function chosen(text: string, type: string): Field {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError(`It needs a name and its choices: --${type} 'animal=cat,dog'.`)
  const options = splitList(text.slice(at + 1), ',').map((option) => ({ value: option.trim() }))
  return { name: text.slice(0, at).trim(), type, options }
}

/** Objects in a picture: with or without what they can be. */
function marked(text: string, type: string): Field {
  return text.includes('=') ? chosen(text, type) : named(text, type)
}

/** Rows of what there is and how often: the form that most begin with. */
function counted(text: string, type: string): Field {
  const { name, options } = chosen(text, type)
  const fields = [
    { name: 'what', type: 'radio', options },
    { name: 'count', type: 'number', min: 1, step: 1 },
  ]
  return { name, type, key: 'what', fields }
}
