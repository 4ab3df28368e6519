import { z } from 'zod'
import { endpoint, roles } from './endpoint.ts'
import { basedOn, Id, ProjectId, Timestamp } from './ids.ts'
import { Language } from './projects.ts'
import { codePointLength, nonEmptyText, text } from './text.ts'

export const Email = z
  .string()
  .max(254)
  .transform((value) => value.trim().toLowerCase())
  .pipe(z.email({ error: 'must be an e-mail address such as ada@example.org' }))

/** Length alone is asked for; the server also refuses the most frequent passwords. The size is checked before hashing. */
export const Password = text(256).refine((value) => codePointLength(value) >= 8, {
  error: 'must have at least 8 characters; 15 or more are better',
})

const Token = z.string().min(1).max(200)

export const Person = z
  .object({
    id: Id,
    name: z.string(),
    email: z.string().nullable(),
    languages: z.array(z.string()).meta({ description: 'That they say they know, BCP 47 tags' }),
  })
  .meta({ id: 'Person' })

export const Membership = z
  .object({ workspace_id: z.int(), title: z.string(), role: z.enum(roles) })
  .meta({ id: 'Membership' })

export const Session = z
  .object({
    person: Person,
    memberships: z.array(Membership),
    workspace: Membership.nullable().meta({ description: 'The workspace that this session works in' }),
    token: z
      .string()
      .optional()
      .meta({ description: 'Only when `cookie` was false: send it as `Authorization: Bearer`' }),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>

const cookie = z.boolean().default(true).meta({
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

export const listSessions = endpoint({
  method: 'GET',
  path: '/sessions',
  tag: 'accounts',
  summary: 'Where you are signed in',
  policy: { who: 'person' },
  status: 200,
  response: z.object({
    data: z.array(
      z.object({
        id: Id,
        current: z.boolean(),
        user_agent: z.string(),
        created_at: Timestamp,
        last_seen_at: Timestamp,
      }),
    ),
  }),
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

export const editPerson = endpoint({
  method: 'PATCH',
  path: '/person',
  tag: 'accounts',
  summary: 'Change your name, or say which languages you know',
  policy: { who: 'person' },
  body: z
    .strictObject({
      name: nonEmptyText(100).optional(),
      languages: z
        .array(Language)
        .max(50)
        .transform((tags) => [...new Set(tags)])
        .optional()
        .meta({ description: 'Some projects are only for people who know their language' }),
    })
    .refine((body) => Object.keys(body).length > 0, { error: 'must have a name, or languages' }),
  status: 200,
  response: Person,
})

export const addCredentials = endpoint({
  method: 'PUT',
  path: '/person/credentials',
  tag: 'accounts',
  summary: 'Add e-mail and password, when you came by a link and have neither',
  description: 'What you have done stays yours: you can sign in to it from anywhere.',
  policy: { who: 'person' },
  body: z.strictObject({ email: Email, password: Password }),
  status: 200,
  response: Person,
  errors: ['conflict', 'rate_limited'],
})

export const changePassword = endpoint({
  method: 'PUT',
  path: '/person/password',
  tag: 'accounts',
  summary: 'Change your password; all other sessions end',
  policy: { who: 'person' },
  body: z.strictObject({ current_password: z.string().max(1024), new_password: Password }),
  status: 204,
  errors: ['wrong_credentials', 'rate_limited'],
})

export const requestPasswordReset = endpoint({
  method: 'POST',
  path: '/password-resets',
  tag: 'accounts',
  summary: 'Ask for a link to set a new password',
  description:
    'The answer is the same whether or not the address is known. The link is mailed when SMTP is configured, and printed on the console of the service when it is not.',
  policy: { who: 'none' },
  body: z.strictObject({ email: text(254) }),
  status: 202,
  errors: ['rate_limited'],
})

export const completePasswordReset = endpoint({
  method: 'PUT',
  path: '/password-resets',
  tag: 'accounts',
  summary: 'Set a new password with the link; all sessions end',
  policy: { who: 'none' },
  body: z.strictObject({ token: Token, password: Password }),
  status: 204,
  errors: ['link_expired', 'rate_limited'],
})

export const Workspace = z
  .object({ id: z.int(), title: z.string(), created_at: Timestamp, updated_at: Timestamp })
  .meta({ id: 'Workspace' })

export const readWorkspace = endpoint({
  method: 'GET',
  path: '/workspace',
  tag: 'accounts',
  summary: 'The workspace of this key or session',
  policy: { who: 'requester', scope: 'read', role: 'viewer' },
  status: 200,
  response: Workspace,
})

export const Usage = z
  .object({
    projects: z.int().meta({ description: 'Archived ones, too' }),
    tasks: z.int(),
    answers: z.int().meta({ description: 'Counted answers' }),
    pictures: z.int().meta({ description: 'Each once, in however many tasks it is' }),
    picture_bytes: z.int().meta({ description: 'The pictures as they were sent' }),
    counted_at: Timestamp,
  })
  .meta({ id: 'Usage' })
export type Usage = z.infer<typeof Usage>

export const readUsage = endpoint({
  method: 'GET',
  path: '/workspace/usage',
  tag: 'accounts',
  summary: 'What the workspace holds, counted at most once a minute',
  policy: { who: 'requester', scope: 'read', role: 'viewer' },
  status: 200,
  response: Usage,
})

export const editWorkspace = endpoint({
  method: 'PATCH',
  path: '/workspace',
  tag: 'accounts',
  summary: 'Rename the workspace',
  policy: { who: 'member', role: 'owner' },
  body: z.strictObject({ title: nonEmptyText(100), based_on: basedOn('workspace').optional() }),
  status: 200,
  response: Workspace,
  errors: ['changed_meanwhile'],
})

export const Member = z
  .object({
    ...{ person_id: Id, name: z.string(), email: z.string().nullable(), role: z.enum(roles) },
    joined_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Member' })

export const listMembers = endpoint({
  method: 'GET',
  path: '/members',
  tag: 'accounts',
  summary: 'The members of the workspace',
  policy: { who: 'member', role: 'viewer' },
  status: 200,
  response: z.object({ data: z.array(Member) }),
})

const MemberParams = z.strictObject({ person_id: Id })

export const editMember = endpoint({
  method: 'PATCH',
  path: '/members/{person_id}',
  tag: 'accounts',
  summary: 'Change the role of a member',
  policy: { who: 'member', role: 'owner' },
  params: MemberParams,
  body: z.strictObject({ role: z.enum(roles), based_on: basedOn('member').optional() }),
  status: 200,
  response: Member,
  errors: ['conflict', 'changed_meanwhile'],
})

export const removeMember = endpoint({
  method: 'DELETE',
  path: '/members/{person_id}',
  tag: 'accounts',
  summary: 'Remove a member; their sessions lose the workspace at once',
  policy: { who: 'member', role: 'owner' },
  params: MemberParams,
  status: 204,
  errors: ['conflict'],
})

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

export const readInvitation = endpoint({
  method: 'POST',
  path: '/invitation-lookups',
  tag: 'accounts',
  summary: 'What an invitation link is for',
  description: 'The token is in the body and not in the address, so that it stays out of logs and histories.',
  policy: { who: 'none' },
  body: z.strictObject({ token: Token }),
  status: 200,
  response: z.object({
    role: z.enum([...roles, 'worker']),
    workspace_title: z
      .string()
      .nullable()
      .meta({ description: 'null for workers: they do not see whose project it is' }),
    project_id: z.int().nullable(),
    email: z.string().nullable(),
  }),
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

export const scopes = ['read', 'write'] as const

export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    prefix: z.string().meta({ description: 'The beginning of the key, to tell keys apart' }),
    scopes: z.array(z.enum(scopes)),
    created_at: Timestamp,
    last_used_at: Timestamp.nullable(),
    key: z.string().optional().meta({ description: 'The key itself; shown once, when it is made' }),
  })
  .meta({ id: 'ApiKey' })

export const createApiKey = endpoint({
  method: 'POST',
  path: '/api-keys',
  tag: 'accounts',
  summary: 'Make an API key; it is shown this once',
  policy: { who: 'member', role: 'owner' },
  body: z.strictObject({
    name: nonEmptyText(100),
    scopes: z
      .array(z.enum(scopes))
      .min(1)
      .max(2)
      .default(['read', 'write'])
      .meta({ description: '`write` includes `read`' }),
  }),
  status: 201,
  response: ApiKey,
})

export const listApiKeys = endpoint({
  method: 'GET',
  path: '/api-keys',
  tag: 'accounts',
  summary: 'The API keys of the workspace',
  policy: { who: 'member', role: 'editor' },
  status: 200,
  response: z.object({ data: z.array(ApiKey) }),
})

export const revokeApiKey = endpoint({
  method: 'DELETE',
  path: '/api-keys/{key_id}',
  tag: 'accounts',
  summary: 'Revoke an API key; it stops working at once',
  policy: { who: 'member', role: 'owner' },
  params: z.strictObject({ key_id: Id }),
  status: 204,
})
