import { z } from 'zod'
import { endpoint, roles } from './endpoint.ts'
import { Id, ProjectId, Timestamp, Token } from './ids.ts'
import { Email, Password } from './people.ts'
import { cookie, Session } from './sessions.ts'
import { nonEmptyText } from './text.ts'

export const Invitation = z
  .object({
    id: Id,
    role: z.enum([...roles, 'worker']),
    project_id: z.int().nullable(),
    email: z.string().nullable(),
    uses: z.int(),
    max_uses: z.int().nullable().meta({ description: 'null: any number of people, as a link for workers' }),
    expires_at: Timestamp.nullable(),
    created_at: Timestamp,
    url: z.string().optional().meta({
      description: 'The link. For members it is shown once, when the invitation is made; for workers every time',
    }),
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof Invitation>

export const createInvitation = endpoint({
  method: 'POST',
  path: '/invitations',
  tag: 'accounts',
  summary: 'Invite a member (once, seven days), or workers to a project (a link for many)',
  policy: { who: 'member', role: 'owner' },
  body: z.discriminatedUnion('role', [
    z.strictObject({ role: z.enum(roles), email: Email.optional() }),
    z.strictObject({
      role: z.literal('worker'),
      project_id: ProjectId,
      max_uses: z.int().min(1).max(1_000_000).optional(),
    }),
  ]),
  status: 201,
  response: Invitation,
})

export const listInvitations = endpoint({
  method: 'GET',
  path: '/invitations',
  tag: 'accounts',
  summary: 'Open invitations',
  policy: { who: 'member', role: 'owner' },
  status: 200,
  response: z.object({ data: z.array(Invitation) }),
})

export const revokeInvitation = endpoint({
  method: 'DELETE',
  path: '/invitations/{invitation_id}',
  tag: 'accounts',
  summary: 'Revoke an invitation; who has joined stays',
  policy: { who: 'member', role: 'owner' },
  params: z.strictObject({ invitation_id: Id }),
  status: 204,
})

const InvitationOffer = z.object({
  role: z.enum([...roles, 'worker']),
  workspace_title: z.string().nullable().meta({ description: 'null for workers: they do not see whose project it is' }),
  project_id: z.int().nullable(),
  email: z.string().nullable(),
})
export type InvitationOffer = z.infer<typeof InvitationOffer>

export const readInvitation = endpoint({
  method: 'POST',
  path: '/invitation-lookups',
  tag: 'accounts',
  summary: 'What an invitation link is for',
  description: 'The token is in the body and not in the address, so that it stays out of logs and histories.',
  policy: { who: 'none' },
  body: z.strictObject({ token: Token }),
  status: 200,
  response: InvitationOffer,
  errors: ['link_expired'],
})

export const acceptInvitation = endpoint({
  method: 'POST',
  path: '/invitation-acceptances',
  tag: 'accounts',
  summary: 'Join with an invitation link',
  description:
    'Who is signed in joins as they are. A worker needs nothing but the link; a member gives name, e-mail and password.',
  policy: { who: 'none' },
  body: z.strictObject({
    token: Token,
    name: nonEmptyText(100).optional(),
    email: Email.optional(),
    password: Password.optional(),
    cookie,
  }),
  status: 201,
  response: Session,
  errors: ['link_expired', 'conflict', 'rate_limited'],
})

export const signUpAsWorker = endpoint({
  method: 'POST',
  path: '/worker-sign-ups',
  tag: 'accounts',
  summary: 'Become a worker without an invitation, where the service allows it',
  description:
    'Nothing has to be given. With an account you can sign in again elsewhere; it can also be added later. Who is signed in stays who they are.',
  policy: { who: 'none' },
  body: z.strictObject({
    name: nonEmptyText(100).optional(),
    account: z.strictObject({ email: Email, password: Password }).optional(),
    cookie,
  }),
  status: 201,
  response: Session,
  errors: ['conflict', 'rate_limited'],
})
