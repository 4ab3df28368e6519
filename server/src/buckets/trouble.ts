/** Why a bucket or an object of it could not be read: a value, since it is nobody's surprise. `detail` is for a requester. */
export type Trouble = {
  ok: false
  code: TroubleCode
  detail: string
  /** Worth another try in a moment. */
  isPassing: boolean
  retryAfterS?: number | undefined
}

export type TroubleCode = keyof typeof details | 'blocked' | 'undisclosed'

const details = {
  wrong_credentials:
    'The store does not know these credentials. Check the access key, its secret and the region, and whether the key was revoked.',
  wrong_clock:
    'The store says that the clock of this server is wrong. Ask the operator to set it; credentials may be good.',
  forbidden:
    'The credentials do not allow it. They need s3:ListBucket for the bucket and s3:GetObject for what is in it (objects in an archive must be restored first).',
  no_bucket: 'There is no bucket of this name at this endpoint. Check its spelling, the endpoint and the region.',
  vanished: 'The object was listed and is not there any more. It is looked for again in the next pass.',
  redirected:
    'The store sends us to another address, and Whisker follows no redirects there. Check endpoint and region.',
  busy: 'The store asks to be left alone for a while (too many requests). It is tried again by itself.',
  unavailable: 'The store does not answer as it should. It is tried again by itself.',
  no_listing: 'What answers there is no S3-compatible store: its answer is no list of objects. Check the endpoint.',
  endless_listing:
    'The store lists its objects in no order, or the same ones again and again, so the pass was ended. Whisker needs names in the order of their bytes, as S3 gives them.',
  too_large: 'The object is larger than pictures may be.',
  unreachable_name:
    'The name has “.” or “..” as a folder, so no address leads to it. Give the object another name in the bucket.',
  no_credentials:
    'The credentials were sealed with a key that this server does not have (after a restore, say). Send them again, or ask the operator for the old key (SEALING_KEYS).',
  no_field: 'The form of the project has no such field for pictures any more, or needs more than a picture.',
  storage: 'Whisker’s own storage or database could not take what was read. It is tried again by itself.',
} as const

const passing = new Set<TroubleCode>(['busy', 'unavailable', 'storage'])

export function trouble(code: keyof typeof details, more: { detail?: string; retryAfterS?: number } = {}): Trouble {
  return { ok: false, code, isPassing: passing.has(code), detail: details[code], ...more }
}

/** Not what was asked for, by the status and the `Code` of an answer. */
export function troubleOf(
  status: number,
  errorCode: string,
  said: { retryAfter?: string | undefined; region?: string | undefined },
): Trouble {
  if (
    /^(InvalidAccessKeyId|SignatureDoesNotMatch|InvalidToken|ExpiredToken|AuthorizationHeaderMalformed)$/.test(
      errorCode,
    )
  )
    return trouble('wrong_credentials')
  if (errorCode === 'RequestTimeTooSkewed') return trouble('wrong_clock')
  if (errorCode === 'NoSuchBucket') return trouble('no_bucket')
  if (status === 401) return trouble('wrong_credentials')
  if (status === 403) return trouble('forbidden')
  if (status === 404) return trouble('vanished')
  if (status >= 300 && status < 400) {
    const region = /^[a-z0-9-]{1,40}$/.test(said.region ?? '') ? ` The bucket is in the region ${said.region}.` : ''
    return { ...trouble('redirected'), detail: `${trouble('redirected').detail}${region}` }
  }
  if (status === 429 || status === 503) {
    const seconds = /^\d{1,4}$/.test(said.retryAfter ?? '') ? Number(said.retryAfter) : undefined
    return { ...trouble('busy'), retryAfterS: seconds }
  }
  const isOurs = status >= 400 && status < 500 && status !== 408 && status !== 409
  const named = errorCode ? ` (${status}, ${errorCode})` : ` (${status})`
  if (isOurs)
    return {
      ...trouble('no_listing'),
      detail: `The store refuses the request${named}. Check endpoint, bucket and region.`,
    }
  return {
    ...trouble('unavailable'),
    detail: `The store does not answer as it should${named}. It is tried again by itself.`,
  }
}

/** One answer for all that can be the matter at an address that only the operator opened: it is no way to look around. */
export const undisclosed: Trouble = {
  ok: false,
  code: 'undisclosed',
  isPassing: false,
  detail:
    'The bucket could not be read. Its endpoint is one that only the operator has opened (EGRESS_ALLOW), so what it answers, or whether it answers, is not shown; the operator finds it in the log of the service.',
}
