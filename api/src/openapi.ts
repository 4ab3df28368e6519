import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { Event, eventData } from './events.ts'
import { sent, streamed } from './openapi-content.ts'
import { policyText, reachText } from './policy-text.ts'
import { Problem, type ProblemCode, problems } from './problem.ts'
import { maxRetryAfterS } from './retry-after.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document, made from the endpoint table. `url` is where the service answers. */
export function openApiDocument(url: string, version: string): Json {
  const components = new Components()
  const paths: Record<string, Json> = {}
  for (const [operationId, definition] of Object.entries(endpoints) as [string, Endpoint][]) {
    const path = paths[definition.path] ?? {}
    paths[definition.path] = path
    path[definition.method.toLowerCase()] = operation(operationId, definition, components)
  }
  return components.finish({
    openapi: '3.1.0',
    info: {
      title: 'Whisker',
      version,
      description:
        'Send pictures or texts, get one trustworthy label for each. Errors are `application/problem+json` with a stable `code`; lists are paged with opaque cursors; `external_id` and `Idempotency-Key` make every retry safe.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url }],
    security: [{ key: [] }],
    tags: [...new Set(Object.values(endpoints).map((e) => e.tag))].map((name) => ({ name })),
    paths,
    webhooks: webhooks(components),
    components: {
      securitySchemes: {
        key: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: 'An API key as it is, or `Bearer <key>`. Workers send the token of their session the same way.',
        },
      },
    },
  })
}

type Direction = 'input' | 'output'

/**
 * Schemas with an id stand once, under `components`, and are referred to elsewhere. One that looks different coming in and
 * going out (a field with a default may be left out of a request, and is in each reply) stands twice: requests have it as
 * `<id>Input`.
 */
class Components {
  private readonly definitions: Record<Direction, Map<string, Json>> = { input: new Map(), output: new Map() }

  of(schema: z.ZodType, io: Direction): Json {
    // A reply may have more than is described here: a client that was made today reads those of a newer service.
    const override = ({ jsonSchema }: { jsonSchema: Json }) => {
      if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
    }
    const json = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline', override })
    return this.hoist(json, io) as Json
  }

  private hoist(node: unknown, io: Direction): unknown {
    if (Array.isArray(node)) return node.map((child) => this.hoist(child, io))
    if (typeof node !== 'object' || node === null) return node
    const { $defs, $schema, ...rest } = asList(node as Json & { $defs?: Record<string, unknown> })
    for (const [name, definition] of Object.entries($defs ?? {}))
      this.define(name, this.hoist(definition, io) as Json, io)
    const result: Json = {}
    for (const [key, value] of Object.entries(rest))
      result[key] =
        key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', `#/${io}/`) : this.hoist(value, io)
    return result
  }

  /** @throws when two schemas have one id: one of them would be told as the other. */
  private define(name: string, schema: Json, io: Direction): void {
    const known = this.definitions[io].get(name)
    if (known && JSON.stringify(known) !== JSON.stringify(schema)) throw new Error(`Two schemas have the id ${name}.`)
    this.definitions[io].set(name, schema)
  }

  /** The document with its references, which only now is known what they are to be called. */
  finish(document: Json): Json {
    const twofold = this.findTwofold()
    const nameOf = (io: Direction, name: string) => (io === 'input' && twofold.has(name) ? `${name}Input` : name)
    const schemas: Json = {}
    for (const io of ['input', 'output'] as const)
      for (const [name, definition] of this.definitions[io]) schemas[nameOf(io, name)] = definition
    const text = JSON.stringify({ ...document, components: { ...(document.components as Json), schemas } })
    return JSON.parse(
      text.replaceAll(
        /"#\/(input|output)\/(\w+)"/g,
        (_, io: Direction, name: string) => `"#/components/schemas/${nameOf(io, name)}"`,
      ),
    )
  }

  /** Schemas that differ, and those that refer to one. */
  private findTwofold(): Set<string> {
    const { input, output } = this.definitions
    const both = [...input].filter(([name]) => output.has(name))
    const spoken = (schema: unknown) => JSON.stringify(schema).replaceAll('"#/output/', '"#/input/')
    const found = new Set(
      both.filter(([name, schema]) => spoken(schema) !== spoken(output.get(name))).map(([name]) => name),
    )
    for (let before = -1; before < found.size; ) {
      before = found.size
      for (const [name, schema] of both)
        if ([...found].some((other) => spoken(schema).includes(`"#/input/${other}"`))) found.add(name)
    }
    return found
  }
}

/** A tuple of equals as a list of so many: generators of clients know no `prefixItems`, and stop at it. */
function asList<N extends Json>(node: N): N {
  const { prefixItems, items: _, ...rest } = node
  if (!Array.isArray(prefixItems)) return node
  const [items, ...others] = prefixItems
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(items)))
    throw new Error('A tuple of different things is not known to generators of clients: use an object.')
  return { ...rest, items, minItems: prefixItems.length, maxItems: prefixItems.length } as unknown as N
}

function operation(operationId: string, definition: Endpoint, components: Components): Json {
  const result: Json = {
    operationId,
    tags: [definition.tag],
    summary: definition.summary,
    description: [definition.description, policyText(definition), reachText(definition)].filter(Boolean).join('\n\n'),
    parameters: parameters(definition, components),
    responses: responses(definition, components),
  }
  if (definition.policy.who === 'none') result.security = []
  if (definition.body) {
    const schema = components.of(definition.body, 'input')
    result.requestBody = { required: true, content: { 'application/json': { schema } } }
  } else if (definition.bodyStream) {
    const line = definition.bodyLine && components.of(definition.bodyLine, 'input')
    result.requestBody = { required: true, content: sent(definition.bodyStream, line) }
  }
  return result
}

type Fields = { properties?: Record<string, Json>; required?: string[] }

/**
 * In an address everything is text. What is meant by it is told, so that the number of one reply goes into the next request: as
 * text `project_id` would be another type than `id` of a project.
 */
function inAddress(sent: Json, meant: Json): Json {
  const told = sent.description === undefined ? {} : { description: sent.description }
  if (['integer', 'number'].includes(String(meant.type))) return { ...meant, ...told }
  return JSON.stringify(sent.enum) === '["true","false"]' ? { ...told, type: 'boolean' } : sent
}

function parameters(definition: Endpoint, components: Components): Json[] {
  const list: Json[] = []
  for (const [where, schema] of [
    ['path', definition.params],
    ['query', definition.query],
  ] as const) {
    if (!schema) continue
    const [sent, meant] = (['input', 'output'] as const).map((io) => components.of(schema, io) as Fields)
    for (const [name, property] of Object.entries(sent?.properties ?? {})) {
      const required = sent?.required?.includes(name) ?? false
      list.push({ name, in: where, required, schema: inAddress(property, meant?.properties?.[name] ?? {}) })
    }
  }
  if (definition.idempotent) {
    const description = 'Any unique text of at most 200 characters. Kept for 72 hours.'
    list.push({ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string' }, description })
  }
  return list
}

function responses(definition: Endpoint, components: Components): Json {
  const result: Record<string, Json> = {}
  const success: Json = { description: 'Success' }
  const schema = definition.response && components.of(definition.response, 'output')
  if (definition.responseStream) success.content = streamed(definition.responseStream, schema)
  else if (schema) success.content = { 'application/json': { schema } }
  result[definition.status] = success
  const problem = components.of(Problem, 'output')
  for (const [status, codes] of errorsByStatus(definition)) {
    result[status] = {
      ...(status in comeBack && { headers: comeBack[status as keyof typeof comeBack] }),
      description: codes.map((code) => `\`${code}\`: ${problems[code].title}`).join('; '),
      content: { 'application/problem+json': { schema: problem } },
    }
  }
  return result
}

const retryAfter = {
  'Retry-After': {
    description: `Seconds to wait before the request is sent again; never more than ${maxRetryAfterS}.`,
    schema: { type: 'integer', minimum: 1, maximum: maxRetryAfterS },
  },
}
/** What is said with "come back later". */
const comeBack = {
  429: {
    ...retryAfter,
    'RateLimit-Policy': {
      description: 'Where something is counted by time: its name, how many (`q`) in how many seconds (`w`).',
      schema: { type: 'string' },
    },
    RateLimit: {
      description: 'How many are left (`r`), and in how many seconds there is one more (`t`).',
      schema: { type: 'string' },
    },
  },
  503: retryAfter,
}

function errorsByStatus(definition: Endpoint): Map<number, ProblemCode[]> {
  const codes = new Set<ProblemCode>(['bad_request', 'rate_limited', 'unavailable', ...(definition.errors ?? [])])
  if (definition.policy.who !== 'none') codes.add('unauthenticated').add('forbidden')
  if (definition.params) codes.add('not_found')
  if (definition.body || definition.query) codes.add('invalid')
  if (definition.idempotent) codes.add('idempotency_mismatch')
  const byStatus = new Map<number, ProblemCode[]>()
  for (const code of codes) {
    const { status } = problems[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), code])
  }
  return byStatus
}

function webhooks(components: Components): Json {
  return Object.fromEntries(
    Object.entries(eventData).map(([type, data]) => [
      type,
      {
        post: {
          summary: `Sent when ${type.replace('.', ' is ')}`,
          requestBody: {
            content: {
              'application/json': { schema: components.of(Event.extend({ type: z.literal(type), data }), 'output') },
            },
          },
          responses: { '2XX': { description: 'Received. Anything else is tried again, ten times over three days' } },
        },
      },
    ]),
  )
}
