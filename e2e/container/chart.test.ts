import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const chart = join(import.meta.dirname, '../../packaging/helm')
const read = (path: string) => readFileSync(join(chart, path), 'utf8')
const values = parse(read('values.yaml')) as Record<string, unknown>
const templates = readdirSync(join(chart, 'templates'))
  .map((name) => read(`templates/${name}`))
  .join('\n')
const schema = JSON.parse(read('values.schema.json')) as { properties: Record<string, { properties?: object }> }

test('each value that a template asks for has a default, and each default is asked for', () => {
  const asked = new Set(
    [...templates.matchAll(/\.Values\.([a-zA-Z]+(?:\.[a-zA-Z]+)?)/g)]
      .map(([, path]) => path!)
      .map((path) => settled(path)),
  )
  const given = Object.entries(values).flatMap(([name, value]) =>
    isOpen(name) ? [name] : Object.keys(value as object).map((key) => `${name}.${key}`),
  )
  expect([...asked].sort()).toEqual(given.sort())
})

test('the schema knows the values that there are', () => {
  expect(Object.keys(schema.properties).sort()).toEqual([...Object.keys(values), 'global'].sort())
  for (const [name, { properties }] of Object.entries(schema.properties))
    if (properties) expect(Object.keys(properties).sort(), name).toEqual(Object.keys(values[name] as object).sort())
})

test('chart, image and project have one version, one user and one port', () => {
  const { version } = JSON.parse(readFileSync(join(chart, '../../package.json'), 'utf8'))
  const file = readFileSync(join(chart, '../Containerfile'), 'utf8')
  const [, uid] = /--uid (\d+)/.exec(file)!
  const { version: own, appVersion } = parse(read('Chart.yaml'))
  expect([own, appVersion]).toEqual([version, version])
  expect(templates).toContain(`runAsUser: ${uid}`)
  expect(templates).toContain(`containerPort: ${/EXPOSE (\d+)/.exec(file)![1]}`)
})

const hasHelm = spawnSync('helm', ['version']).status === 0
if (!hasHelm) console.warn('helm is not there: the chart was read, and neither linted nor rendered. https://helm.sh')

describe.skipIf(!hasHelm)('with helm', () => {
  const helm = (...args: string[]) => spawnSync('helm', args, { encoding: 'utf8' })
  const render = (...settings: string[]) =>
    helm('template', 'w', chart, '--kube-version', '1.31', ...settings.flatMap((each) => ['--set', each]))
  const several = [
    'publicUrl=https://label.example.org',
    'replicas=3',
    'external.database=true',
    'external.store=true',
    'secret=own',
  ]

  test('it has no fault', () => {
    const { status, stdout } = helm('lint', chart, '--strict', '--set', 'publicUrl=https://label.example.org')
    expect(status, stdout).toBe(0)
  })

  test('one process keeps what it has in a volume; several keep nothing', () => {
    expect(kinds(render('publicUrl=https://label.example.org').stdout)).toEqual([
      'ConfigMap',
      'PersistentVolumeClaim',
      'Service',
      'StatefulSet',
    ])
    expect(kinds(render(...several).stdout)).toEqual(['ConfigMap', 'Deployment', 'PodDisruptionBudget', 'Service'])
  })

  test.each([
    ['no address', [], 'publicUrl is not set'],
    ['several processes on one volume', ['publicUrl=https://a.example', 'replicas=2'], 'More than one process needs'],
    [
      'several with a store alone',
      ['publicUrl=https://a.example', 'replicas=2', 'external.store=true', 'secret=own'],
      'More than one process needs',
    ],
    [
      'a setting that is the chart’s',
      ['publicUrl=https://a.example', 'settings.PORT=80'],
      'settings.PORT is the chart’s own'.replace('’', "'"),
    ],
    [
      'a database that is nowhere',
      ['publicUrl=https://a.example', 'external.database=true'],
      'nothing says where it is',
    ],
    ['a value that there is not', ['publicUrl=https://a.example', 'replica=2'], 'replica'],
  ])('%s is refused in a sentence', (_, settings, sentence) => {
    const { status, stderr } = render(...settings)
    expect([status, stderr]).toEqual([1, expect.stringContaining(sentence)])
  })

  test('an address with a path becomes a rule for that path', () => {
    const { stdout } = render('publicUrl=https://example.org:8443/whisker', 'ingress.enabled=true')
    const ingress = stdout
      .split(/^---$/m)
      .map((text) => parse(text))
      .find((each) => each?.kind === 'Ingress')
    expect(ingress.spec.rules[0]).toMatchObject({ host: 'example.org', http: { paths: [{ path: '/whisker' }] } })
  })
})

function kinds(text: string): string[] {
  return [...text.matchAll(/^kind: (\w+)/gm)].map(([, kind]) => kind!).sort()
}

/** `settings.DATABASE_URL` is one of somebody's own. */
function settled(path: string): string {
  const [name] = path.split('.') as [string]
  return isOpen(name) ? name : path
}

function isOpen(name: string): boolean {
  const value = values[name]
  return typeof value !== 'object' || value === null || Array.isArray(value) || !schema.properties[name]?.properties
}
