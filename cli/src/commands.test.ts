import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commands } from './program.ts'

const folder = join(import.meta.dirname, 'commands')
const isCode = (name: string) => name.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(name)

test('a command is the file of its name; beside it is its folder, if it has one, and in there its subcommands', async () => {
  const entries = readdirSync(folder, { withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && isCode(entry.name)).map(({ name }) => name)
  expect(files).toEqual(
    Object.keys(commands)
      .sort()
      .map((name) => `${name}.ts`),
  )
  expect(Object.keys(commands)).toEqual(
    expect.arrayContaining(entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)),
  )
  for (const [name, { load }] of Object.entries(commands)) {
    const command = (await load()).command()
    expect(command.name()).toBe(name)
    const wanted = command.commands.map((one) => `${one.name()}.ts`)
    if (wanted.length > 0) expect(readdirSync(join(folder, name))).toEqual(expect.arrayContaining(wanted))
  }
})
