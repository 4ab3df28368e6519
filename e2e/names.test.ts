import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Node, parseSync, Visitor } from 'oxc-parser'
import { expect, test } from 'vitest'
import { packages, root } from './house/sources.ts'

type Given = { name: string; isMember: boolean }

/** The names that a file gives to values: variables, parameters, members of classes and types. Of methods the hidden ones. */
function namesGiven(text: string, path: string): Given[] {
  const given: Given[] = []
  const value = (pattern: Node | null) => given.push(...namesIn(pattern).map((name) => ({ name, isMember: false })))
  const parameters = ({ params }: { params: Node[] }) => params.forEach(value)
  const member = ({ key, computed }: { key: Node; computed: boolean }) => {
    if (key.type === 'PrivateIdentifier') given.push({ name: `#${key.name}`, isMember: true })
    else if (key.type === 'Identifier' && !computed) given.push({ name: key.name, isMember: true })
  }
  new Visitor({
    VariableDeclarator: ({ id }) => value(id),
    FunctionDeclaration: parameters,
    FunctionExpression: parameters,
    ArrowFunctionExpression: parameters,
    TSFunctionType: parameters,
    PropertyDefinition: member,
    TSPropertySignature: member,
    MethodDefinition: (method) => method.key.type === 'PrivateIdentifier' && member(method),
  }).visit(parseSync(path, text).program)
  return given
}

function namesIn(pattern: Node | null | undefined): string[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern.name]
    case 'AssignmentPattern':
      return namesIn(pattern.left)
    case 'RestElement':
      return namesIn(pattern.argument)
    case 'ArrayPattern':
      return pattern.elements.flatMap(namesIn)
    case 'ObjectPattern':
      return pattern.properties.flatMap((one) => namesIn(one.type === 'Property' ? one.value : one))
  }
  return []
}

const otherWords = /^(most|least|longest|shortest|largest|smallest|highest|lowest|fewest)[A-Z]/

const rules: { says: string; isBroken: (given: Given, path: string) => boolean }[] = [
  {
    says: 'capitals are left to the tags of picture formats, which are written as their specifications write them',
    isBroken: ({ name, isMember }, path) =>
      !isMember && /^[A-Z][A-Z\d_]+$/.test(name) && !path.startsWith('server/src/assets/formats/'),
  },
  {
    says: 'a bound is called max or min, as in the fields of the API',
    isBroken: ({ name, isMember }) => otherWords.test(name) || (!isMember && /^(most|least)$/.test(name)),
  },
  { says: 'what only a class knows is `private`, not `#`', isBroken: ({ name }) => name.startsWith('#') },
]

function broken(path: string, text: string): string[] {
  const given = namesGiven(text, path)
  return rules.flatMap(({ says, isBroken }) =>
    given.filter((one) => isBroken(one, path)).map(({ name }) => `${path}: ${name} (${says})`),
  )
}

test('names are written in one way', () => {
  const files = [...packages, 'e2e'].flatMap((own) =>
    readdirSync(join(root, own), { recursive: true, encoding: 'utf8' })
      .map((name) => `${own}/${name}`)
      .filter((path) => /\.tsx?$/.test(path) && !/(^|\/)(node_modules|dist)\//.test(path)),
  )
  expect(files.length).toBeGreaterThan(1000)
  expect(files.flatMap((path) => broken(path, readFileSync(join(root, path), 'utf8')))).toEqual([])
})

test.each([
  ['const MAX_BYTES = 1', ['MAX_BYTES']],
  ['const [A1, { b: C_D = 1 }] = x', ['A1', 'C_D']],
  ['const mostBytes = 1', ['mostBytes']],
  ['function cut(least: number, { longestRow = 1 }) {}', ['least', 'longestRow']],
  ['type Range = { largestSize: number; least: number }', ['largestSize']],
  ['const [maxBytes, longest, mostly] = x', []],
  ['const env = { DATA_DIR: 1 }', []],
  ['class A { #b = 1; #c() {} }', ['#b', '#c']],
  ['class A { private b = 1; private c() {} }', []],
])('%s', (text, names) => expect(broken('api/src/a.ts', text).map((said) => /: (\S+) /.exec(said)?.[1])).toEqual(names))
