import type { InputField } from '@whisker/api/fields.ts'
import { hashOfFile } from '@whisker/api/media/file-name.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { VersionSpec } from '../export.ts'
import { fieldsOf } from '../export-fields.ts'
import type { Spooled, Stored } from '../spool.ts'

type Found = { item: number; input: string; sha256: string; stored: Stored }

/** Input fields of which a file is stored, of all versions of a form. */
export function fileInputs(specs: readonly VersionSpec[]): InputField[] {
  const [, inputs] = fieldsOf([...specs])
  return inputs.filter((input) => mediumOf(input).keeps === 'file')
}

/** The stored pictures of a task: item by item, in the order of the form. */
export function picturesOf({ row, pictures }: Spooled, files: readonly InputField[]): Found[] {
  return row.task_spec.flatMap((values, item) =>
    files.flatMap(({ name: input }) => {
      const sha256 = hashOfFile(values[input] ?? '')
      const stored = sha256 === null ? undefined : pictures[sha256]
      return sha256 !== null && stored ? [{ item, input, sha256, stored }] : []
    }),
  )
}
