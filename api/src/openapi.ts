import { z } from 'zod'
import { picturesType } from './assets.ts'
import type { Endpoint } from './endpoint.ts'
import { endpoints } from './endpoints.ts'
import { Event, eventData } from './events.ts'
import { mostRetryAfterS, Problem, type ProblemCode, problems } from './problem.ts'

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
  return {
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
      schemas: components.schemas,
    },
  }
}

/** Schemas with an id stand once, under `components`, and are referred to elsewhere. */
class Components {
  readonly schemas: Record<string, unknown> = {}

  of(schema: z.ZodType, io: 'input' | 'output'): Json {
    // A schema with defaults looks different coming in and going out. `$defs` are moved to the components.
    const json = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Json
    return this.hoist(json) as Json
  }

  private hoist(node: unknown): unknown {
    if (Array.isArray(node)) return node.map((child) => this.hoist(child))
    if (typeof node !== 'object' || node === null) return node
    const { $defs, $schema, ...rest } = node as Json & { $defs?: Record<string, unknown> }
    for (const [name, definition] of Object.entries($defs ?? {})) {
      if (!(name in this.schemas)) {
        this.schemas[name] = {}
        this.schemas[name] = this.hoist(definition)
      }
    }
    const result: Json = {}
    for (const [key, value] of Object.entries(rest)) {
      result[key] =
        key === '$ref' && typeof value === 'string'
          ? value.replace(/^#\/\$defs\//, '#/components/schemas/')
          : this.hoist(value)
    }
    return result
  }
}

const mediaTypes = {
  ndjson: ['application/x-ndjson'],
  csv: ['text/csv'],
  picture: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'],
  pictures: [picturesType],
  export: ['application/x-ndjson', 'text/csv', 'application/json'],
} as const

function operation(operationId: string, definition: Endpoint, components: Components): Json {
  const result: Json = {
    operationId,
    tags: [definition.tag],
    summary: definition.summary,
    description: [definition.description, policyText(definition)].filter(Boolean).join('\n\n'),
    parameters: parameters(definition, components),
    responses: responses(definition, components),
  }
  if (definition.policy.who === 'none') result.security = []
  if (definition.body) {
    const schema = components.of(definition.body, 'input')
    result.requestBody = { required: true, content: { 'application/json': { schema } } }
  } else if (definition.bodyStream) {
    const types: readonly string[] =
      definition.bodyStream === 'picture'
        ? [...mediaTypes.picture, 'application/octet-stream', 'multipart/form-data']
        : mediaTypes[definition.bodyStream]
    result.requestBody = { required: true, content: Object.fromEntries(types.map((type) => [type, {}])) }
  }
  return result
}

function policyText({ policy }: Endpoint): string {
  switch (policy.who) {
    case 'none':
      return 'No credential is needed.'
    case 'requester':
      return `An API key with the scope \`${policy.scope}\`, or a signed-in ${policy.role}.`
    case 'member':
      return `A signed-in ${policy.role}; API keys cannot do this.`
    case 'worker':
      return 'A worker: the session of a person, as a cookie or a bearer token.'
    case 'person':
      return 'Anybody who is signed in.'
  }
}

function parameters(definition: Endpoint, components: Components): Json[] {
  const list: Json[] = []
  for (const [where, schema] of [
    ['path', definition.params],
    ['query', definition.query],
  ] as const) {
    if (!schema) continue
    const json = components.of(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }
    for (const [name, property] of Object.entries(json.properties ?? {})) {
      list.push({ name, in: where, required: json.required?.includes(name) ?? false, schema: property })
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
  const schema = definition.response ? components.of(definition.response, 'output') : {}
  if (definition.responseStream) {
    const types: readonly string[] = mediaTypes[definition.responseStream]
    success.content = Object.fromEntries(types.map((type) => [type, type === 'text/csv' ? {} : { schema }]))
  } else if (definition.response) success.content = { 'application/json': { schema } }
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
    description: `Seconds to wait before the request is sent again; never more than ${mostRetryAfterS}.`,
    schema: { type: 'integer', minimum: 1, maximum: mostRetryAfterS },
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
