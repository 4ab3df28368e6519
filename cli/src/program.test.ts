import { readFile, writeFile } from 'node:fs/promises'
import { ProjectDraft } from '@whisker/api/project-settings.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ServiceFixture } from './service.fixture.ts'
import { runWhisker, scratchFolder } from './whisker.fixture.ts'

const scratch = scratchFolder()
const service = new ServiceFixture()
beforeAll(() => service.start())
afterAll(() => service.stop())

const run = (...args: string[]) =>
  runWhisker(args, { home: scratch.path(), env: { WHISKER_URL: service.url, WHISKER_KEY: service.key } })

test('the version is that of the package', async () => {
  const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  expect(await run('--version')).toMatchObject({ code: 0, stdout: `${version}\n` })
})

test('help names every command, and each has examples', async () => {
  const { stdout, code } = await run('--help')
  expect(code).toBe(0)
  const names = [
    ...stdout.matchAll(/^ {2}(label|serve|login|projects|upload|results|doctor|fsck|backup|restore) /gm),
  ].map((match) => match[1])
  expect(names).toHaveLength(10)
  for (const name of names) expect((await run(name as string, '--help')).stdout).toMatch(/Examples?:/)
})

test.each([
  [['upload', '--project', '1'], 'missing required argument'],
  [['upload', '.'], "required option '--project"],
  [['upload', '.', '--project', 'first'], 'must be a whole number'],
  [['upload', '.', '--project', '1', '--concurrency', '0'], 'from 1 to 64'],
  [['upload', '.', '--project', '1', '--unknown'], 'unknown option'],
  [['upload', './nowhere', '--project', '1'], 'no such file or folder'],
  [['results', '1', '--format', 'xml'], 'Allowed choices are'],
  [['results', '1', '--follow', '--format', 'json'], 'csv or jsonl'],
  [['projects', 'list', '--url', 'localhost'], 'not the address of a service'],
  [['label', './nowhere'], 'no such file or folder'],
  [['login'], 'no terminal to ask in'],
  [['backup'], 'missing required argument'],
  [['restore'], 'missing required argument'],
  [['fsck', '--port', '1'], 'unknown option'],
  [['dance'], 'unknown command'],
])('wrong usage ends with 2 and says what is wrong: %j', async (args, message) => {
  const { code, stderr } = await runWhisker(args, { home: scratch.path() })
  expect(stderr).toMatch(new RegExp(message))
  expect(code).toBe(2)
})

test('a service that does not answer ends with 3', async () => {
  const { code, stderr } = await runWhisker(['projects', 'list'], {
    home: scratch.path(),
    env: { WHISKER_URL: 'http://127.0.0.1:2', WHISKER_KEY: 'k' },
  })
  expect(code).toBe(3)
  expect(stderr).toContain('npm start')
})

test('login checks the key before it saves it', async () => {
  const wrong = await runWhisker(['login', '--url', service.url, '--key', 'whk_wrong'], { home: scratch.path() })
  expect(wrong).toMatchObject({ code: 3, stderr: expect.stringContaining('does not accept the API key') })
  const right = await runWhisker(['login', '--url', service.url], {
    home: scratch.path(),
    env: { WHISKER_KEY: service.key },
  })
  expect(right).toMatchObject({ code: 0, stdout: expect.stringContaining('"My workspace"') })
  expect(right.stdout).not.toContain(service.key)
  const saved = await runWhisker(['projects', 'show', '7'], { home: scratch.path() })
  expect(saved).toMatchObject({ code: 3, stderr: expect.stringContaining('no project with this id') })
})

describe('projects create', () => {
  const created = () => ProjectDraft.parse(JSON.parse(service.requests.at(-1)?.body.toString() ?? ''))

  test('flags make fields in the order in which they are given', async () => {
    const flags = [
      '--title',
      'Cats',
      '--image',
      'photo',
      '--text',
      'caption',
      '--radio',
      'animal=cat, dog',
      '--input',
      'breed',
      '--rating',
      'quality=10',
    ]
    const { code, stdout } = await run(
      'projects',
      'create',
      ...flags,
      '--checkbox',
      'colours=red,black',
      '--min-answers',
      '3',
      '--json',
    )
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ id: 1 })
    expect(created()).toMatchObject({
      title: 'Cats',
      min_answers: 3,
      input_spec: [
        { name: 'photo', type: 'image' },
        { name: 'caption', type: 'text' },
      ],
      output_spec: [
        { name: 'animal', type: 'radio', options: [{ value: 'cat' }, { value: 'dog' }] },
        { name: 'breed', type: 'input' },
        { name: 'quality', type: 'rating', max: 10 },
        { name: 'colours', type: 'checkbox', options: [{ value: 'red' }, { value: 'black' }] },
      ],
    })
  })

  test('a YAML file holds what the API takes; flags come on top', async () => {
    await writeFile(
      scratch.path('project.yaml'),
      'title: From a file\ninput_spec:\n  - { name: photo, type: image }\noutput_spec:\n  - { name: animal, type: input }\n',
    )
    expect(await run('projects', 'create', '--file', scratch.path('project.yaml'), '--title', 'On top')).toMatchObject({
      code: 0,
    })
    expect(created()).toMatchObject({ title: 'On top', input_spec: [{ name: 'photo' }] })
  })

  test('what is wrong is told with its place, before anything is sent', async () => {
    const before = service.requests.length
    const { code, stderr } = await run('projects', 'create', '--image', 'my photo', '--radio', 'animal=cat,Cat')
    expect(code).toBe(2)
    expect(stderr).toContain('/title: is required')
    expect(stderr).toContain('/input_spec/0/name: must begin with a letter')
    expect(stderr).toContain('/output_spec/0/options/1/value: looks the same as "cat"')
    await writeFile(scratch.path('typo.json'), '{"title": "x", "input_spex": []}')
    expect((await run('projects', 'create', '--file', scratch.path('typo.json'))).stderr).toContain(
      '/input_spex: is not a field',
    )
    await writeFile(scratch.path('broken.yaml'), 'title: [')
    expect((await run('projects', 'create', '--file', scratch.path('broken.yaml'))).stderr).toContain(
      'neither YAML nor JSON',
    )
    await writeFile(scratch.path('list.yaml'), '- a')
    expect((await run('projects', 'create', '--file', scratch.path('list.yaml'))).stderr).toContain(
      'must hold one object',
    )
    expect(service.requests.length).toBe(before)
  })

  test('choices without a name, and a name with choices where none belong, are told', async () => {
    expect((await run('projects', 'create', '--radio', 'cat,dog')).stderr).toContain("--radio 'animal=cat,dog'")
    expect((await run('projects', 'create', '--input', 'animal=cat')).stderr).toContain('without "="')
  })
})
