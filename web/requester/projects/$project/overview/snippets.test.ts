import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InputField } from '@whisker/api/fields.ts'
import { afterAll, describe, expect, test } from 'vitest'
import { snippets } from './snippets.ts'

const folder = mkdtempSync(join(tmpdir(), 'whisker-snippets-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'picture.jpg'), 'first')
writeFileSync(join(folder, 'picture-2.jpg'), 'second')

const base64 = (text: string) => `data:image/jpeg;base64,${Buffer.from(text).toString('base64')}`
const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, encoding: 'utf8' })

const example = 'The text to be labeled'
const specs: [string, InputField['type'][], string[]][] = [
  ['a picture', ['image'], [base64('first')]],
  ['a text', ['text'], [example]],
  ['pictures and texts', ['text', 'image', 'text', 'image'], [example, base64('first'), example, base64('second')]],
]

describe.each(specs)('code that sends %s', (_, types, values) => {
  const fields = types.map((type, at) => ({ name: `f${at}`, type }))
  const item = Object.fromEntries(values.map((value, at) => [`f${at}`, value]))
  const body = { project_id: 7, task_spec: [item] }
  const codeOf = (language: string) =>
    snippets({ address: 'http://a.example', projectId: 7, fields, key: 'whk' }).find(
      (snippet) => snippet.language === language,
    )!.send

  test('in the shell', () => {
    expect(JSON.parse(run('sh', '-c', codeOf('curl').split('| curl ', 1).join()))).toEqual(body)
  })

  test('in TypeScript, with what it needs and nothing twice', () => {
    const told = '{ status: 201, json: async () => JSON.parse(init.body) }'
    const fetch = `globalThis.fetch = async (url, init) => (${told});\nconsole.log = (...all) => process.stdout.write(JSON.stringify(all));\n`
    writeFileSync(join(folder, 'send.mts'), fetch + codeOf('TypeScript'))
    expect(JSON.parse(run(process.execPath, '--no-warnings', 'send.mts'))).toEqual([201, body])
  })

  test('in Python, with what it needs and nothing twice', () => {
    const code = codeOf('Python')
    const pictures = types.includes('image')
    expect(code.split('import base64').length - 1).toBe(pictures ? 1 : 0)
    expect(code.split('def picture(path)').length - 1).toBe(pictures ? 1 : 0)
    const files = [...code.matchAll(/picture\("(.+)"\),/g)].map(([, file]) => file)
    expect(files).toEqual(['picture.jpg', 'picture-2.jpg'].slice(0, types.filter((type) => type === 'image').length))
    for (const [at, type] of types.entries())
      expect(code).toContain(`"f${at}": ${type === 'text' ? `"${example}"` : 'picture("picture'}`)
  })
})
