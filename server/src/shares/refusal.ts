import { ApiProblem } from '../problem.ts'
import type { KindOfRate, KindOfShare } from './kinds.ts'
import type { Limit } from './rate.ts'

const held = {
  intake: 'uploads',
  answers: 'answers',
  strangers: 'requests without a credential',
  lines: 'long lines',
  streams: 'bulk requests',
  polls: 'long-polls',
  reads: 'questions',
  news: 'long-polls',
  exports: 'exports',
  work: 'requests',
  people: 'requests',
  visitors: 'requests without a credential',
  connections: 'connections',
} satisfies Record<KindOfShare, string>

/** `own`: the caller has as many as one may have (429). `all`: everybody together has (503). */
export function tooMany(kind: KindOfShare, whose: 'own' | 'all'): ApiProblem {
  const retryAfterS = kind === 'exports' || kind === 'streams' ? 10 : 5
  return whose === 'own'
    ? new ApiProblem(
        'rate_limited',
        `You have as many ${held[kind]} under way as one may have. Wait for some of them to end, then send it again.`,
        { retryAfterS },
      )
    : new ApiProblem('unavailable', `The service has its hands full with other ${held[kind]}. Try again in a moment.`, {
        retryAfterS,
      })
}

const counted = {
  requests: 'requests',
  workspace_requests: 'requests of your workspace',
  misses: 'requests for things that do not exist, or with a wrong credential',
  skips: 'skipped tasks',
} satisfies Record<KindOfRate, string>

export function tooOften(kind: KindOfRate, waitS: number, { perS }: Limit): ApiProblem {
  const rate = perS >= 1 ? `${perS} a second` : `${Math.round(perS * 60)} a minute`
  const retryAfterS = Math.max(1, Math.ceil(waitS))
  return new ApiProblem(
    'rate_limited',
    `There were too many ${counted[kind]}; about ${rate} are taken. Go on in ${retryAfterS === 1 ? 'a second' : `${retryAfterS} seconds`}.`,
    {
      retryAfterS,
      headers: {
        'ratelimit-policy': `"${kind}";q=${perS >= 1 ? perS : Math.round(perS * 60)};w=${perS >= 1 ? 1 : 60}`,
        ratelimit: `"${kind}";r=0;t=${retryAfterS}`,
      },
    },
  )
}
