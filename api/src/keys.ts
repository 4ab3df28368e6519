import { z } from 'zod'
import { endpoint, scopes } from './endpoint.ts'
import { Id, ProjectId, Timestamp } from './ids.ts'
import { nonEmptyText } from './text.ts'

export const ApiKey = z
  .object({
    id: Id,
    name: z.string(),
    prefix: z.string().meta({ description: 'The beginning of the key, to tell keys apart' }),
    scopes: z.array(z.enum(scopes)),
    project_ids: z
      .array(ProjectId)
      .nullable()
      .meta({ description: 'The projects that it is for; null: all, and the workspace' }),
    created_at: Timestamp,
    last_used_at: Timestamp.nullable(),
    key: z.string().optional().meta({ description: 'The key itself; shown once, when it is made' }),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

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
      .max(scopes.length)
      .refine((values) => new Set(values).size === values.length, { error: 'must name each scope once' })
      .default(['read', 'write'])
      .meta({
        description:
          '`write` includes `read`. `work` takes tasks and answers them, as one worker of its own in the projects that are named',
      }),
    project_ids: z.array(ProjectId).min(1).max(100).optional().meta({
      description:
        'The only projects that the key is for: others do not exist for it, and what is of the whole workspace is refused. Left out: all of them, also those that are made later. A key with the scope `work` needs some',
    }),
  }),
  status: 201,
  response: ApiKey,
  errors: ['not_found'],
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
