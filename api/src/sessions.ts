import { z } from 'zod'
import { endpoint, roles } from './endpoint.ts'
import { Id, Timestamp, Token } from './ids.ts'
import { Email, Password, Person } from './people.ts'
import { nonEmptyText, text } from './text.ts'

export const Membership = z
  .object({ workspace_id: z.int(), title: z.string(), role: z.enum(roles) })
  .meta({ id: 'Membership' })

export const Session = z
  .object({
    person: Person,
    has_password: z.boolean().meta({ description: 'false: they came by a link, or from a provider' }),
    memberships: z.array(Membership),
    workspace: Membership.nullable().meta({ description: 'The workspace that this session works in' }),
    token: z
      .string()
      .optional()
      .meta({ description: 'Only when `cookie` was false: send it as `Authorization: Bearer`' }),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

export const cookie = z.boolean().default(true).meta({
  description: 'true: the session comes as a cookie, for browsers. false: as `token` in the reply, for programs',
})

export const readSetup = endpoint({
  method: 'GET',
  path: '/setup',
  tag: 'accounts',
  summary: 'Whether the service still waits for its owner',
  policy: { who: 'none' },
  status: 200,
  response: z.object({
    needed: z.boolean(),
    sign_up: z.enum(['closed', 'open']).meta({ description: '`open`: workers may sign up without an invitation' }),
    single_sign_on: z
      .object({
        name: z.string(),
        only: z.boolean().meta({ description: 'true: members have no password here' }),
      })
      .nullable()
      .meta({ description: 'Where members may sign in as well (`POST /sign-ins`)' }),
  }),
})

export const completeSetup = endpoint({
  method: 'POST',
  path: '/setup',
  tag: 'accounts',
  summary: 'Make the owner, with the one-time link that the console printed',
  policy: { who: 'none' },
  body: z.strictObject({ token: Token, name: nonEmptyText(100), email: Email, password: Password, cookie }),
  status: 201,
  response: Session,
  errors: ['link_expired', 'setup_done'],
})

export const signIn = endpoint({
  method: 'POST',
  path: '/sessions',
  tag: 'accounts',
  summary: 'Sign in',
  policy: { who: 'none' },
  body: z.strictObject({ email: text(254), password: z.string().max(1024), cookie }),
  status: 201,
  response: Session,
  errors: ['wrong_credentials', 'rate_limited'],
})

export const readSession = endpoint({
  method: 'GET',
  path: '/session',
  tag: 'accounts',
  summary: 'Who is signed in',
  policy: { who: 'person' },
  status: 200,
  response: Session,
})

export const switchWorkspace = endpoint({
  method: 'PATCH',
  path: '/session',
  tag: 'accounts',
  summary: 'Work in another of your workspaces',
  policy: { who: 'person' },
  body: z.strictObject({ workspace_id: z.int().min(1).max(2_147_483_647) }),
  status: 200,
  response: Session,
})

export const signOut = endpoint({
  method: 'DELETE',
  path: '/session',
  tag: 'accounts',
  summary: 'Sign out here',
  policy: { who: 'person' },
  status: 204,
})

const OwnSession = z.object({
  id: Id,
  current: z.boolean(),
  user_agent: z.string(),
  created_at: Timestamp,
  last_seen_at: Timestamp,
})
export type OwnSession = z.infer<typeof OwnSession>

export const listSessions = endpoint({
  method: 'GET',
  path: '/sessions',
  tag: 'accounts',
  summary: 'Where you are signed in',
  policy: { who: 'person' },
  status: 200,
  response: z.object({ data: z.array(OwnSession) }),
})

export const signOutEverywhere = endpoint({
  method: 'DELETE',
  path: '/sessions',
  tag: 'accounts',
  summary: 'Sign out everywhere, here too',
  policy: { who: 'person' },
  status: 204,
})

export const endSession = endpoint({
  method: 'DELETE',
  path: '/sessions/{session_id}',
  tag: 'accounts',
  summary: 'Sign out in one place',
  policy: { who: 'person' },
  params: z.strictObject({ session_id: Id }),
  status: 204,
})
