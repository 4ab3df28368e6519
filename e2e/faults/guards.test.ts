import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Guard, guardNames, guards } from './guards.ts'

const root = join(import.meta.dirname, '../..')

test.each(guardNames)('C-20 what is taken out for a run without "%s" stands in the source, once', (name) => {
  for (const { file, from } of (guards[name] as Guard).edits)
    expect(readFileSync(join(root, file), 'utf8').split(from), from).toHaveLength(2)
})

test('C-20 docs/faults.md says of each guard what was seen without it', () => {
  const told = readFileSync(join(root, 'docs/faults.md'), 'utf8')
  for (const name of guardNames) expect(told).toContain(`| \`${name}\` | ${(guards[name] as Guard).for}`)
})
