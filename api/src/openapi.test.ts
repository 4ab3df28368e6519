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
const operations = Object.values(document.paths).flatMap((path) => Object.values(path)) as unknown as {
  operationId: string
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
  expect(ofField(sent).map(({ required }) => required)).toEqual([['name', 'type', 'options']])
  expect(ofField(given)[0]?.required).toEqual(expect.arrayContaining(['name', 'type', 'options', 'required', 'label']))
})
