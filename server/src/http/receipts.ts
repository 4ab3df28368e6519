import { createHash } from 'node:crypto'
import type { Endpoint } from '@whisker/api/endpoint.ts'
import type { FastifyRequest } from 'fastify'
import type { Queryable, Sql, Transaction } from '../database/connect.ts'
import { ApiProblem } from '../problem.ts'

/** What a request was answered with. */
export type Receipt<T> = { status: number; body: T; replayed: boolean }

/** The first answer to this request, if its `Idempotency-Key` has one. */
export async function findReceipt<T>(
  sql: Sql,
  request: FastifyRequest,
  workspaceId: number,
): Promise<Receipt<T> | null> {
  const key = idempotencyKey(request)
  return key === null ? null : readReceipt(sql, workspaceId, key, requestHash(request))
}

/**
 * Runs an effect in a transaction, once per `Idempotency-Key`.
 *
 * The receipt is inserted first and in the same transaction: a second request with the same key waits at the unique
 * index until the first one has committed, and then reads its receipt back; if the first one failed, the second does
 * the work. So two tries at once give one effect and one receipt, on any number of servers, and a retry after a crash
 * finds out whether the first try was committed.
 */
export async function once<T>(
  sql: Sql,
  request: FastifyRequest,
  workspaceId: number,
  effect: (tx: Transaction) => Promise<Receipt<T>>,
): Promise<Receipt<T>> {
  const key = idempotencyKey(request)
  if (key === null) return (await sql.begin(effect)) as Receipt<T>
  const hash = requestHash(request)
  return (await sql.begin(async (tx) => {
    const [mine] = await tx`
      insert into receipts (workspace_id, key, request_hash, status, body) values (${workspaceId}, ${key}, ${hash}, 0, 'null')
      on conflict do nothing returning 1`
    if (!mine) {
      const receipt = await readReceipt<T>(tx, workspaceId, key, hash)
      if (receipt) return receipt
      throw new ApiProblem('unavailable', 'The receipt has just expired. Send the request again.', { retryAfterS: 1 })
    }
    const outcome = await effect(tx)
    // As text: jsonb would change the order of keys, and the retry is to get the same bytes.
    await tx`
      update receipts set status = ${outcome.status}, body = ${tx.json(JSON.stringify(outcome.body))}
      where workspace_id = ${workspaceId} and key = ${key}`
    return outcome
  })) as Receipt<T>
}

export function idempotencyKey(request: FastifyRequest): string | null {
  return (request.headers['idempotency-key'] as string | undefined) ?? null
}

/**
 * Looks at the header before anything is done: who sends a key relies on it. Where no receipt is kept, a POST with a key is
 * refused; PUT, PATCH, DELETE and GET may be sent again as they are.
 *
 * @throws {ApiProblem} `bad_request`
 */
export function checkIdempotencyKey(endpoint: Endpoint, request: FastifyRequest): void {
  const key = request.headers['idempotency-key']
  if (key === undefined) return
  const count = request.raw.rawHeaders.filter((name, at) => at % 2 === 0 && /^idempotency-key$/i.test(name)).length
  if (count > 1)
    throw new ApiProblem('bad_request', 'The header Idempotency-Key stands there more than once. Send it once.')
  if (typeof key !== 'string' || !/^[\x21-\x7e]([\x20-\x7e]{0,198}[\x21-\x7e])?$/.test(key))
    throw new ApiProblem('bad_request', 'The header Idempotency-Key must have 1 to 200 printable ASCII characters.')
  if (endpoint.method !== 'POST' || endpoint.idempotent) return
  throw new ApiProblem('bad_request', `This address keeps no Idempotency-Key. ${insteadOfKey(endpoint)}`)
}

function insteadOfKey({ bodyStream }: Endpoint): string {
  if (bodyStream === 'ndjson') return 'Give each line an external_id: sent again, it makes no second task.'
  if (bodyStream) return 'Leave the header out: the same content sent again has its effect once.'
  return 'Leave the header out, and look whether the first try has succeeded before you send it again.'
}

async function readReceipt<T>(
  sql: Queryable,
  workspaceId: number,
  key: string,
  hash: string,
): Promise<Receipt<T> | null> {
  const [receipt] = await sql<{ status: number; body: string; request_hash: string }[]>`
    select status, body, request_hash from receipts where workspace_id = ${workspaceId} and key = ${key}`
  if (!receipt) return null
  if (receipt.request_hash !== hash)
    throw new ApiProblem(
      'idempotency_mismatch',
      'This Idempotency-Key came with another request before. Use a new key for a new request.',
    )
  return { status: receipt.status, body: JSON.parse(receipt.body), replayed: true }
}

/** The parser keeps the raw body's hash where the header asks for it. */
function requestHash(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n`)
    .update(request.rawBodyHash ?? '')
    .digest('hex')
}

declare module 'fastify' {
  interface FastifyRequest {
    rawBodyHash?: string
  }
}
