import { z } from 'zod'
import { endpoint, roles } from './endpoint.ts'
import { basedOn, Id, Timestamp } from './ids.ts'
import { nonEmptyText } from './text.ts'

export const Workspace = z
  .object({ id: z.int(), title: z.string(), created_at: Timestamp, updated_at: Timestamp })
  .meta({ id: 'Workspace' })
export type Workspace = z.infer<typeof Workspace>

export const readWorkspace = endpoint({
  method: 'GET',
  path: '/workspace',
  tag: 'accounts',
  summary: 'The workspace of this key or session',
  policy: { who: 'requester', scope: 'read', role: 'viewer' },
  keyOfProjects: 'all',
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
    role_by: z.string().nullable().meta({
      description:
        'The provider whose groups say the role each time this member signs in there; null: the role stays what it is made here',
    }),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>

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
