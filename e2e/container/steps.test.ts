import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runOf, stagesOf } from './steps.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const stages = stagesOf(read('packaging/Containerfile'))
const run = runOf(stages.at(-1)!)

test('a container runs as an ordinary user, with one volume, which is all that it writes to', () => {
  expect(run.user).toBe('whisker')
  expect(run.volumes).toEqual([run.env.DATA_DIR])
  expect(stages.at(-1)!.findIndex(({ word }) => word === 'USER')).toBeGreaterThan(
    stages.at(-1)!.findLastIndex(({ word }) => word === 'RUN'),
  )
})

test('what it starts and what asks for its health are files of the project', () => {
  for (const [, path] of [run.command, run.isHealthy])
    expect(existsSync(new URL(path!.replace('/opt/whisker/', ''), root)), path).toBe(true)
})

test('each setting that container, compose file and unit name is one of the service', () => {
  const settings = [...read('README.md').matchAll(/^\| `([A-Z0-9_]+)` \|/gm)].map(([, name]) => name)
  const named = [
    ...Object.keys(run.env).filter((name) => name !== 'PATH'),
    ...[...read('packaging/compose.yaml').matchAll(/^ {6}([A-Z0-9_]+):/gm)].map(([, name]) => name),
    ...[...read('packaging/whisker.service').matchAll(/^Environment=([A-Z0-9_]+)=/gm)].map(([, name]) => name),
  ]
  expect(named.length).toBeGreaterThanOrEqual(5)
  expect(named.filter((name) => !settings.includes(name))).toEqual([])
})

test('a line that is no step is named', () => {
  expect(() => stagesOf('FROM a\nrun b')).toThrow('run b')
})
