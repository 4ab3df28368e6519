import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openApiDocument } from './openapi.ts'

type Schema = { [key: string]: unknown; $ref?: string; required?: string[]; properties?: Record<string, Schema> }
const document = openApiDocument('http://127.0.0.1:4000', '1.0.0') as {
  paths: Record<string, Record<string, Record<string, never>>>
  components: { schemas: Record<string, Schema> }
}
const text = JSON.stringify(document)

function resolve(schema: Schema): Schema {
  return schema.$ref ? resolve(document.components.schemas[schema.$ref.split('/').at(-1) as string] as Schema) : schema
}
/** All schemas below one, references followed once. */
function below(schema: unknown, seen = new Set<unknown>()): Schema[] {
  if (typeof schema !== 'object' || schema === null) return []
  const node = '$ref' in schema ? resolve(schema as Schema) : (schema as Schema)
  if (seen.has(node)) return []
  seen.add(node)
  return [node, ...Object.values(node).flatMap((child) => below(child, seen))]
}
/** Every schema of the document, once, wherever it stands. */
const everySchema = below(document)
const operations = Object.values(document.paths).flatMap((path) => Object.values(path)) as unknown as {
  operationId: string
  parameters: { name: string; schema: Schema }[]
  requestBody?: { content: Record<string, { schema?: Schema }> }
  responses: Record<string, { content?: Record<string, { schema?: Schema }> }>
}[]

test('every reference leads somewhere', () => {
  const references = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, to]) => to as string)
  expect(references.length).toBeGreaterThan(100)
  for (const to of references) expect(document.components.schemas, to).toHaveProperty(to.split('/').at(-1) as string)
})

test('E10 what has a default may be left out of a request, and is in each reply', () => {
  for (const { operationId, requestBody } of operations) {
    const schemas = Object.values(requestBody?.content ?? {}).flatMap(({ schema }) => below(schema))
    for (const { properties = {}, required = [] } of schemas)
      for (const [name, property] of Object.entries(properties))
        if ('default' in property) expect(required, `${operationId}: ${name}`).not.toContain(name)
  }
  const [create] = operations.filter(({ operationId }) => operationId === 'createProject')
  const sent = below(create?.requestBody?.content['application/json']?.schema)
  const given = below(create?.responses['201']?.content?.['application/json']?.schema)
  const ofField = (schemas: Schema[]) =>
    schemas.filter(({ properties }) => (properties?.type as Schema | undefined)?.const === 'radio')
  expect(ofField(sent).length).toBeGreaterThan(0)
  for (const { required } of ofField(sent)) expect(required).toEqual(['name', 'type', 'options'])
  expect(ofField(given)[0]?.required).toEqual(expect.arrayContaining(['name', 'type', 'options', 'required', 'label']))
})

// What programs that make clients of the document stumble over; each was found with openapi-python-client, whose client of the
// document sends pictures and tasks, answers them and reads all that can be read.
const contents = operations.flatMap(({ operationId, requestBody, responses }) =>
  [requestBody?.content, ...Object.values(responses).map(({ content }) => content)].flatMap((content) =>
    Object.entries(content ?? {}).map(([type, { schema }]) => ({ operationId, type, schema })),
  ),
)

test('E10 each body has a schema of the body as a whole: a stream of lines is bytes, and no object', () => {
  expect(contents.length).toBeGreaterThan(300)
  for (const { operationId, type, schema } of contents) {
    expect(schema, `${operationId}: ${type}`).toBeTypeOf('object')
    if (!/json$/.test(type) || type.endsWith('ndjson')) expect(schema?.type, `${operationId}: ${type}`).toBe('string')
  }
  const of = (name: string, wanted: string) =>
    contents.find(({ operationId, type }) => operationId === name && type === wanted)?.schema
  expect(of('exportResults', 'application/json')).toMatchObject({ type: 'array', items: { $ref: /ResultRow$/ } })
  expect(of('createTasks', 'application/x-ndjson')).toEqual({ type: 'string', format: 'binary' })
  const line = document.paths['/tasks/bulk']?.post as unknown as typeof bulk
  const bulk = line as { requestBody: { content: Record<string, { 'x-itemSchema'?: Schema }> } }
  expect(bulk.requestBody.content['application/x-ndjson']?.['x-itemSchema']?.$ref).toMatch(/BulkLine$/)
})

test('E10 a request has one kind of body: with two a client is made that cannot be loaded', () => {
  for (const { operationId, requestBody } of operations)
    expect(Object.keys(requestBody?.content ?? { none: 1 }), operationId).toHaveLength(1)
})

test('E10 there are no tuples: generators know no `prefixItems`, and no `items` that is false', () => {
  for (const schema of everySchema) {
    expect(schema).not.toHaveProperty('prefixItems')
    if ('items' in schema) expect(schema.items).toBeTypeOf('object')
  }
})

test('E10 objects inside of a union are named: two of one place would have one name', () => {
  const isNameless = (schema: Schema | undefined) => schema?.properties !== undefined
  for (const [name, { oneOf, anyOf }] of Object.entries(document.components.schemas))
    for (const variant of [oneOf, anyOf].flat() as (Schema | undefined)[])
      for (const [property, schema] of Object.entries(variant?.properties ?? {}))
        expect(isNameless(schema) || isNameless(schema.items as Schema), `${name}: ${property}`).toBe(false)
})

test('E10 the settings for a Python client name each kind of content that is no JSON', async () => {
  const settings = await readFile(new URL('../examples/openapi-python-client.yaml', import.meta.url), 'utf8')
  const named = [...settings.matchAll(/^ {2}(\S+): application\/octet-stream$/gm)].map(([, type]) => type as string)
  const types = new Set(contents.map(({ type }) => type))
  const known = ['application/json', 'application/problem+json', 'application/octet-stream']
  expect(named.toSorted()).toEqual([...types].filter((type) => !known.includes(type)).toSorted())
})

test('E10 the number of a project, and what is true or false, have one type in replies and in addresses', () => {
  const parameters = operations.flatMap(({ parameters }) => parameters)
  const typesOf = (...names: string[]) =>
    new Set(parameters.filter(({ name }) => names.includes(name)).map(({ schema }) => schema.type))
  expect([...typesOf('project_id', 'limit', 'wait', 'version', 'item')]).toEqual(['integer'])
  expect([...typesOf('skipped', 'passed_over', 'settled', 'likely', 'safe_csv')]).toEqual(['boolean'])
  expect([...typesOf('confidence_from', 'confidence_to')]).toEqual(['number'])
  const limit = parameters.find(({ name }) => name === 'limit')?.schema
  expect(limit).toMatchObject({ minimum: 1, maximum: 1000, description: expect.stringContaining('Rows of a page') })
})

test('E10 a reply may have more than is described: a client that was made today reads those of a newer service', () => {
  for (const { operationId, responses } of operations)
    for (const schema of below(responses)) expect(schema.additionalProperties, operationId).not.toBe(false)
  const [create] = operations.filter(({ operationId }) => operationId === 'createTask')
  const sent = below(create?.requestBody?.content['application/json']?.schema)
  expect(sent[0]?.additionalProperties).toBe(false)
})
