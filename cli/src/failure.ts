import { ApiError } from '@whisker/api/client.ts'
import type { ProblemCode } from '@whisker/api/problem.ts'

/** What a command ends with. Scripts rely on these numbers. */
export const exitCodes = {
  ok: 0,
  /** The command ran, and something was refused; the list says what. */
  someFailed: 1,
  /** The command line, or a file that it names, is wrong. */
  usage: 2,
  /** The service cannot be reached, or does not let us in. */
  noAccess: 3,
  interrupted: 130,
} as const

/** Ends the command with a message for the person who ran it: what happened, and what to do. */
export class Failure extends Error {
  readonly exitCode: number

  constructor(exitCode: number, message: string) {
    super(message)
    this.name = 'Failure'
    this.exitCode = exitCode
  }
}

export function usageFailure(message: string): Failure {
  return new Failure(exitCodes.usage, message)
}

/** Puts what a call to the service threw into words. What is neither its answer nor a broken connection is a surprise and stays. */
export function toFailure(error: unknown, url: string): unknown {
  if (error instanceof ApiError) return fromAnswer(error, url)
  const network = networkFault(error)
  if (!network) return error
  return new Failure(
    exitCodes.noAccess,
    `Nothing usable answers at ${url}: ${network}.\n${isLocal(url) ? startIt : checkIt}`,
  )
}

const startIt = 'Start the service with `npm start` or `npx whisker serve`, or name another one with --url.'
const checkIt = 'Check the address (`whisker login` saves it, --url overrides it) and the network.'

function fromAnswer(error: ApiError, url: string): Failure {
  const { status, detail, errors } = error.problem
  if (status === 401)
    return new Failure(
      exitCodes.noAccess,
      `${url} does not accept the API key. ${detail}\nSave a new one with \`whisker login --url ${url}\`.`,
    )
  // Something answers there, and it is not Whisker.
  if (error.problem.type === 'about:blank')
    return new Failure(
      exitCodes.noAccess,
      `Nothing usable answers at ${url}. ${detail}\n${isLocal(url) ? startIt : checkIt}`,
    )
  if (noAccess.has(error.code)) return new Failure(exitCodes.noAccess, `${url} says no: ${detail}`)
  if (status === 429 || status >= 500)
    return new Failure(exitCodes.noAccess, `${url} cannot do this right now: ${detail}`)
  const list = (errors ?? []).map((fault) => `\n  ${fault.pointer || '/'}: ${fault.detail}`).join('')
  const code = status === 400 || status === 422 ? exitCodes.usage : exitCodes.someFailed
  // With a list, the detail only repeats its first line.
  return new Failure(code, list ? `${url} does not take this:${list}` : `${url} does not take this: ${detail}`)
}

/** 404 as well: what belongs to somebody else looks like what does not exist. */
const noAccess = new Set<ProblemCode>([
  'forbidden',
  'insufficient_scope',
  'quota_exceeded',
  'not_found',
  'project_closed',
])

const networkSentences: Record<string, string> = {
  ECONNREFUSED: 'the connection was refused (nothing listens there)',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  UND_ERR_SOCKET: 'the connection was cut',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up (is there a network?)',
  ENETUNREACH: 'there is no way to that network',
  ENETDOWN: 'the network is down',
  EHOSTUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'it does not answer',
  UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
  UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
  UND_ERR_BODY_TIMEOUT: 'it stopped in the middle of an answer',
  HPE_INVALID_CONSTANT: 'what answers there does not speak HTTP',
  EPROTO: 'it does not speak TLS as it should (http:// instead of https://?)',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is self-signed (NODE_EXTRA_CA_CERTS names a file with your own authority)',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is self-signed (NODE_EXTRA_CA_CERTS names a file with your own authority)',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection was cut',
}

/** @returns why the connection failed, or null when the error is not about a connection */
export function networkFault(error: unknown): string | null {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = 'code' in at ? String(at.code) : ''
    const sentence = networkSentences[code]
    if (sentence) return sentence
    if (at instanceof AggregateError && at.errors[0]) return networkFault(at.errors[0])
    if (/^(UND_ERR_|HPE_|ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_)/.test(code)) return at.message
  }
  // What fetch throws while a body is read has no code of its own.
  return error instanceof TypeError && /fetch failed|terminated/.test(error.message) ? 'the connection was cut' : null
}

function isLocal(url: string): boolean {
  return /^https?:\/\/(127\.|localhost|\[::1\])/.test(url)
}
