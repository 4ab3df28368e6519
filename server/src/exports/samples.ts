import type { ItemResult } from '@whisker/api/field-result.ts'
import type { FieldObject } from '@whisker/api/fields.ts'
import { formatOfType } from '@whisker/api/formats.ts'
import { hashOfFile } from '@whisker/api/media/file-name.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import type { Belonging } from './belonging.ts'
import type { VersionSpec } from './export.ts'
import { NameGiver, safeName } from './file-names.ts'
import { classOf, type ObjectsField, objectFields } from './formats/classes.ts'
import { type Splitting, splitOf } from './splits.ts'
import type { Spool, Spooled, Stored } from './spool.ts'

/** One thing in a picture: how sure it is that it is there, and what it is. */
export type Mark = { field: ObjectsField; object: FieldObject; label: string; confidence: number; found: number | null }

/** One picture of a task with what was said about it. */
export type Sample = Stored & {
  /** From 1, in the order of tasks. */
  number: number
  row: ResultRow
  item: number
  sha256: string
  name: string
  split: string
  result: ItemResult
  /** Of the least certain field. */
  confidence: number
  marks: Mark[]
}

/** The pictures of a data set, the same ones under the same names each time. */
export async function* samplesOf(spool: Spool, splitting: Splitting, belonging: Belonging): AsyncGenerator<Sample> {
  const names = new NameGiver()
  const specs = new Map(spool.specs.map((spec) => [spec.version, spec]))
  let number = 0
  for await (const line of spool.lines()) {
    const spooled = JSON.parse(line) as Spooled
    const spec = specs.get(spooled.row.version ?? 0) ?? spool.specs[0]!
    for (const sample of picturesOf(spooled, spec, splitting, belonging)) {
      const [stem, ending] = nameOfPicture(sample)
      yield { ...sample, number: ++number, name: names.give(stem, idOf(sample)) + ending }
    }
  }
}

type Unnamed = Omit<Sample, 'name' | 'number'> & { input: string; several: boolean }

const idOf = ({ row, item, input }: Unnamed) => `${row.task_id}/${item}/${input}`

function* picturesOf(
  { row, pictures }: Spooled,
  spec: VersionSpec,
  splitting: Splitting,
  belonging: Belonging,
): Generator<Unnamed> {
  const inputs = spec.inputs.filter((input) => mediumOf(input).keeps === 'file')
  let split: string | undefined
  for (const [item, values] of row.task_spec.entries())
    for (const { name: input } of inputs) {
      const sha256 = hashOfFile(values[input] ?? '')
      const stored = sha256 === null ? undefined : pictures[sha256]
      if (sha256 === null || !stored) continue
      split ??= splitOf(row, belonging(sha256), splitting)
      const result = row.result?.[item] ?? {}
      const fields = objectFields(spec.outputs).filter(({ of = inputs[0]?.name }) => of === input)
      const confidence = Object.values(result).reduce((min, one) => Math.min(min, one.confidence), 1)
      const marks = fields.flatMap((field) => marksOf(field, result))
      const several = row.task_spec.length * inputs.length > 1
      yield { ...stored, row, item, input, several, sha256, split, result, confidence, marks }
    }
}

function marksOf(field: ObjectsField, result: ItemResult): Mark[] {
  const { value, objects, confidence = 1 } = result[field.name] ?? {}
  if (!Array.isArray(value)) return []
  return (value as FieldObject[]).map((object, n) => {
    const sure = objects?.[n]
    const own = sure ? Math.round(sure.exists * sure.label * 1e4) / 1e4 : confidence
    return { field, object, label: classOf(object, field), confidence: own, found: sure?.found ?? null }
  })
}

/** Its own ending stays where it is one of its format. */
export function nameOfPicture(
  picture: Pick<Unnamed, 'row' | 'item' | 'input' | 'several' | 'sha256' | 'type'>,
): [stem: string, ending: string] {
  const { row, item, input, several, sha256, type } = picture
  const endings = formatOfType(type)?.endings ?? []
  const whole = row.name ?? sha256.slice(0, 16)
  const own = /\.\w{1,5}$/.exec(whole)?.[0] ?? ''
  const known = endings.includes(own.toLowerCase())
  const stem = known ? whole.slice(0, -own.length) : whole
  return [safeName(several ? `${stem}-${item + 1}-${input}` : stem), known ? own : (endings[0] ?? '')]
}
