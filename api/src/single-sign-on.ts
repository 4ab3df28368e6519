import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Session } from './sessions.ts'
import { text } from './text.ts'

export const beginSignIn = endpoint({
  method: 'POST',
  path: '/sign-ins',
  tag: 'accounts',
  summary: 'Begin to sign in with the provider that the operator has set up (OpenID Connect)',
  description:
    'For browsers: a cookie binds what the provider answers to the browser that has asked. It counts for ten minutes.',
  policy: { who: 'none' },
  body: z.strictObject({
    next: text(2000).optional().meta({ description: 'A path of the dashboard to go to afterwards' }),
    other_account: z.boolean().default(false).meta({ description: 'true: the provider asks anew who it is' }),
  }),
  status: 201,
  response: z.object({ url: z.string().meta({ description: 'Where to send the browser' }) }),
  errors: ['rate_limited', 'unavailable'],
})

export const completeSignIn = endpoint({
  method: 'PUT',
  path: '/sign-ins',
  tag: 'accounts',
  summary: 'Sign in with what the provider has answered',
  policy: { who: 'none' },
  body: z.strictObject({
    answer: text(8000).meta({ description: 'What the provider added to the address, without "?"' }),
  }),
  status: 200,
  response: z.object({
    ...Session.shape,
    next: z.string().meta({ description: 'The path that was asked for at the beginning; empty for none' }),
  }),
  errors: ['sign_in_refused', 'rate_limited', 'unavailable'],
})

export const beginSignOut = endpoint({
  method: 'POST',
  path: '/sign-outs',
  tag: 'accounts',
  summary: 'Sign out here, and learn where to sign out at the provider',
  policy: { who: 'person' },
  status: 200,
  response: z.object({
    url: z.string().nullable().meta({ description: 'Where to send the browser; null when there is no more to do' }),
  }),
})
