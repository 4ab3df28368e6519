import { type Node, parseSync } from 'oxc-parser'
import { expect, test } from 'vitest'
import { readSources, walk } from './house/sources.ts'

const made = 'web/service/query-keys.ts'

/** Places that name something in the cache by an array of their own. */
function ownKeys(program: Node): string[] {
  return [...walk(program)].flatMap((node) => {
    if (node.type === 'Property' && node.key.type === 'Identifier' && node.key.name === 'queryKey')
      return isTaken(node.value) ? [] : ['queryKey']
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return []
    const { property } = node.callee
    if (property.type !== 'Identifier' || !/^[gs]et(Query(Data|State|Defaults)|MutationDefaults)$/.test(property.name))
      return []
    return isTaken(node.arguments[0]) ? [] : [property.name]
  })
}

/** From the module of keys, or from a query that has its key from there. */
function isTaken(key: Node | undefined): boolean {
  if (key?.type === 'MemberExpression') return key.property.type === 'Identifier' && key.property.name === 'queryKey'
  if (key?.type !== 'CallExpression' || key.callee.type !== 'MemberExpression') return false
  return key.callee.object.type === 'Identifier' && key.callee.object.name === 'keyOf'
}

test('keys of queries are made in one file', () => {
  const sources = readSources().filter(({ path }) => path.startsWith('web/') && path !== made)
  expect(sources.flatMap(({ path, program }) => ownKeys(program).map((where) => `${path}: ${where}`))).toEqual([])
  expect(sources.filter(({ imports }) => imports.includes(made)).length).toBeGreaterThan(10)
})

test.each([
  ["useQuery({ queryKey: ['project', 1] })", ['queryKey']],
  ["const key = ['project', 1]; cache.invalidateQueries({ queryKey: key })", ['queryKey']],
  ["cache.setQueryData(['task', id], task)", ['setQueryData']],
  ['useQuery({ queryKey: keyOf.project(1) })', []],
  ['cache.setQueryData(projectQuery(1).queryKey, project)', []],
])('%s', (text, found) => expect(ownKeys(parseSync('a.ts', text).program)).toEqual(found))
