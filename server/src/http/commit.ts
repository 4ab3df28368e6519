import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Sql, Transaction } from '../database/connect.ts'
import { findReceipt, idempotencyKey, once, type Receipt } from './receipts.ts'

/**
 * How the handler of an endpoint that is `idempotent` does what it is asked for. What is done answers the request: a handler has nothing
 * else to give back, so it cannot forget the receipt, and knows nothing of it.
 */
export type Commit<T> = {
  /** All of it or nothing. */
  transaction(work: (tx: Transaction) => Promise<T>): Promise<Receipt<T>>
  /**
   * Work that is one statement, a transaction by itself: where no key is sent there is none around it (`tx` is null), three round trips
   * fewer, and it may be joined with that of others.
   */
  statement(work: (tx: Transaction | null) => Promise<T>): Promise<Receipt<T>>
}

/**
 * Answers once per `Idempotency-Key`. The receipt is looked for before the handler runs, and so before anything that may have changed
 * since: a retry gets it even if the project was archived or a picture's address has gone meanwhile.
 */
export async function answerOnce<T>(
  sql: Sql,
  workspaceId: number,
  request: FastifyRequest,
  reply: FastifyReply,
  handle: (commit: Commit<T>) => Promise<Receipt<T>>,
): Promise<T> {
  const earlier = await findReceipt<T>(sql, request, workspaceId)
  const receipt = earlier ?? (await handle(commitOf(sql, workspaceId, request, reply)))
  if (receipt.replayed) reply.header('Idempotent-Replayed', 'true')
  reply.code(receipt.status)
  return receipt.body
}

function commitOf<T>(sql: Sql, workspaceId: number, request: FastifyRequest, reply: FastifyReply): Commit<T> {
  // The work may have set another status than the endpoint's.
  const receiptOf = async (body: Promise<T>) => ({ body: await body, status: reply.statusCode, replayed: false })
  return {
    transaction: (work) => once(sql, request, workspaceId, (tx) => receiptOf(work(tx))),
    statement: (work) =>
      idempotencyKey(request) === null
        ? receiptOf(work(null))
        : once(sql, request, workspaceId, (tx) => receiptOf(work(tx))),
  }
}
