import type { Endpoint } from '@whisker/api/endpoint.ts'
import { endpoints, type OperationId } from '@whisker/api/endpoints.ts'
import { projectNamed } from '@whisker/api/key-reach.ts'
import type { FastifyRequest } from 'fastify'
import type { Ground } from '../../ground.ts'
import type { Asked, Requester } from '../../http/callers.ts'
import { ApiProblem } from '../../problem.ts'
import { type Noted, writeEntries, writeOutcomes } from './record.ts'
import { type Audited, audited } from './registry.ts'

const byEndpoint = new Map<Endpoint, Audited>(
  Object.entries(audited).map(([name, how]) => [endpoints[name as OperationId], how]),
)

/**
 * Does what is asked for, with its entry in the audit log. The entry is committed before the deed begins and what became of it is added
 * afterwards, so nothing is done without an entry: not by a crash in between either. One transaction for both would mean each handler
 * again; where the log cannot be written, nothing is done. Endpoints that are not audited cost a look into a map.
 */
export async function withAudit<T>(
  { sql, log }: Ground,
  endpoint: Endpoint,
  request: FastifyRequest,
  asked: Asked,
  deed: () => Promise<T>,
): Promise<T> {
  const how = byEndpoint.get(endpoint)
  if (!how) return deed()
  const entries = await writeEntries(sql, notedOf(endpoint, how, request, asked))
  const end = (code: string | null, subject: string | null) =>
    writeOutcomes(sql, entries, code, subject).catch((error) => log.warn({ err: error }, 'an outcome was not audited'))
  try {
    const made = await deed()
    await end(null, endpoint.responseStream ? null : subjectOf(made))
    return made
  } catch (error) {
    await end(error instanceof ApiProblem ? error.code : 'internal', null)
    throw error
  }
}

function notedOf(endpoint: Endpoint, how: Audited, request: FastifyRequest, asked: Asked): Noted {
  const caller = request.caller as Partial<Requester>
  const isOfPerson = endpoint.policy.who === 'person'
  const named = projectNamed(endpoint)
  const said = { ...(asked.body as Named | undefined), ...(named && (asked[named.where] as Named)) }
  const projectId = said.project_id ? Number(said.project_id) : null
  const { project_id: _, ...params } = (asked.params ?? {}) as Named
  const [subject = null] = Object.values(params).slice(-1)
  return {
    action: how.action,
    personId: caller.personId ?? null,
    keyId: caller.keyId ?? null,
    workspaceId: isOfPerson ? null : (caller.workspaceId ?? null),
    projectId,
    subject: subject === null ? null : String(subject),
    detail: detailOf(how, asked),
    address: request.ip,
  }
}

type Named = Record<string, unknown>

function detailOf({ keep = [], keys }: Audited, { query, body }: Asked): Named {
  const said = { ...(query as Named | undefined), ...(body as Named | undefined) }
  if (keys) return { settings: Object.keys(said).filter((name) => name !== 'based_on') }
  return Object.fromEntries(keep.flatMap((name) => (said[name] === undefined ? [] : [[name, said[name]]])))
}

/** The id of what was made, or its number; a receipt has it in its body. */
function subjectOf(made: unknown): string | null {
  const body = ((made as { body?: unknown } | undefined)?.body ?? made) as Named | undefined
  const id = body && typeof body === 'object' ? (body.id ?? body.number) : undefined
  return typeof id === 'string' || typeof id === 'number' ? String(id) : null
}
