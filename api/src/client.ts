import type { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { type Endpoints, endpoints } from './endpoints.ts'
import { Problem, type ProblemCode } from './problem.ts'
import { maxRetryAfterS } from './retry-after.ts'

/** An answer of the service that is not a success. `problem` is what it said. */
export class ApiError extends Error {
  readonly problem: Problem
  /** From `Retry-After`, if the service named a time. */
  readonly retryAfterS: number | null

  constructor(problem: Problem, retryAfterS: number | null = null) {
    super(problem.detail)
    this.name = 'ApiError'
    this.problem = problem
    this.retryAfterS = retryAfterS
  }

  get code(): ProblemCode {
    return this.problem.code
  }
}

type Input<E, K extends string> = E extends { [k in K]: infer S extends z.ZodType } ? { [k in K]: z.input<S> } : unknown
type OptionalInput<E, K extends string> = E extends { [k in K]: infer S extends z.ZodType }
  ? { [k in K]?: z.input<S> }
  : unknown
/** Path parameters and query values may be given as numbers; they travel as text. */
type Loose<T> = { [K in keyof T]: T[K] | Extract<T[K] extends string | undefined ? number | boolean : never, unknown> }
type Query<E> = E extends { query: infer S extends z.ZodType }
  ? Record<string, never> extends z.input<S>
    ? { query?: Loose<z.input<S>> }
    : { query: Loose<z.input<S>> }
  : unknown
type Params<E> = E extends { params: infer S extends z.ZodType } ? { params: Loose<z.input<S>> } : unknown
type Body<E> = E extends { bodyStream: string }
  ? { body: RequestBody; headers?: Record<string, string> }
  : Input<E, 'body'>
type RequestBody = NonNullable<RequestInit['body']>

/** What one call takes. */
export type CallInput<E> = Params<E> &
  Query<E> &
  Body<E> &
  OptionalInput<E, 'never'> & { idempotencyKey?: string; signal?: AbortSignal }

/** What one call gives: the parsed body, the raw response where the body is a stream, nothing for 204. */
export type CallOutput<E> = E extends { responseStream: string }
  ? Response
  : E extends { response: infer S extends z.ZodType }
    ? z.output<S>
    : undefined

type Call<E> =
  Record<string, never> extends CallInput<E>
    ? (input?: CallInput<E>) => Promise<CallOutput<E>>
    : (input: CallInput<E>) => Promise<CallOutput<E>>

export type Client = { [K in keyof Endpoints]: Call<Endpoints[K]> }

export type ClientOptions = {
  /** Address of the service, e.g. `http://127.0.0.1:4000`. */
  url: string
  /** An API key, or the token of a session. Leave it out in a browser, where the cookie speaks. */
  key?: string
  fetch?: typeof fetch
}

/**
 * A client with one method for each endpoint.
 *
 * ```ts
 * const whisker = createClient({ url: 'http://127.0.0.1:4000', key: process.env.WHISKER_KEY })
 * const project = await whisker.readProject({ params: { project_id: 1 } })
 * ```
 *
 * @throws {ApiError} when the service answers with a problem.
 */
export function createClient(options: ClientOptions): Client {
  const calls: Record<string, (input?: AnyInput) => Promise<unknown>> = {}
  for (const [name, definition] of Object.entries(endpoints)) {
    calls[name] = (input) => call(options, definition, input ?? {})
  }
  return calls as unknown as Client
}

type AnyInput = {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  headers?: Record<string, string>
  idempotencyKey?: string
  signal?: AbortSignal
}

async function call(options: ClientOptions, definition: Endpoint, input: AnyInput): Promise<unknown> {
  const headers: Record<string, string> = { ...input.headers }
  if (options.key) headers.authorization = `Bearer ${options.key}`
  if (input.idempotencyKey) headers['idempotency-key'] = input.idempotencyKey
  let body: RequestBody | undefined
  if (definition.bodyStream) body = input.body as RequestBody
  else if (definition.body) {
    body = JSON.stringify(input.body)
    headers['content-type'] = 'application/json'
  }
  const init: RequestInit & { duplex?: 'half' } = { method: definition.method, headers }
  if (body !== undefined) init.body = body
  if (input.signal) init.signal = input.signal
  if (body instanceof ReadableStream) init.duplex = 'half'
  const response = await (options.fetch ?? fetch)(address(options.url, definition, input), init)
  if (!response.ok) throw await readProblem(response)
  if (definition.responseStream) return response
  // 204, and 202 without a word.
  return definition.response ? await readAnswer(response) : undefined
}

function address(base: string, definition: Endpoint, input: AnyInput): string {
  const path = definition.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(input.params?.[name])))
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(name, String(value))
  }
  const search = query.size > 0 ? `?${query}` : ''
  return base.replace(/\/+$/, '') + path + search
}

/** A page in place of an answer (of a dashboard, of a sign-in) is no success. */
async function readAnswer(response: Response): Promise<unknown> {
  const text = await response.text()
  const answer = parseJson(text)
  if (answer === null && text.trim() !== 'null') throw strange(response)
  return answer
}

/** Whatever answers in place of the service (a proxy's HTML page, say) becomes a problem too. */
async function readProblem(response: Response): Promise<ApiError> {
  const text = await response.text()
  const retryAfter = Number(response.headers.get('retry-after'))
  const retryAfterS = retryAfter > 0 ? Math.min(retryAfter, maxRetryAfterS) : null
  const parsed = Problem.safeParse(parseJson(text))
  return parsed.success ? new ApiError(parsed.data, retryAfterS) : strange(response, retryAfterS)
}

function strange(response: Response, retryAfterS: number | null = null): ApiError {
  const who = `The address answered with status ${response.status}, and not in the words of Whisker.`
  const detail =
    response.status === 413
      ? `${who} A proxy in between takes only smaller bodies: whoever runs it can raise that (nginx: client_max_body_size).`
      : `${who} Is a proxy in between?`
  const code = response.status >= 500 ? 'unavailable' : 'bad_request'
  const problem: Problem = {
    type: 'about:blank',
    title: response.statusText || 'Unexpected answer',
    status: response.status,
    code,
    detail,
    request_id: '',
  }
  return new ApiError(problem, retryAfterS)
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return null
  }
}
