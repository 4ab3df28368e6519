import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { AuditAction } from '@whisker/api/audit.ts'
import { service } from '../../service/client.ts'
import { keyOf } from '../../service/query-keys.ts'

export const workspaceQuery = queryOptions({ queryKey: keyOf.workspace(), queryFn: () => service.readWorkspace() })

export const usageQuery = queryOptions({ queryKey: keyOf.usage(), queryFn: () => service.readUsage() })

export const deletionsQuery = queryOptions({
  queryKey: keyOf.deletions(),
  queryFn: () => service.listDeletions({ query: { limit: 50 } }),
})

export const membersQuery = queryOptions({ queryKey: keyOf.members(), queryFn: () => service.listMembers() })

export const invitationsQuery = queryOptions({
  queryKey: keyOf.invitations(),
  queryFn: () => service.listInvitations(),
})

export const keysQuery = queryOptions({ queryKey: keyOf.apiKeys(), queryFn: () => service.listApiKeys() })

export const webhooksQuery = queryOptions({ queryKey: keyOf.webhooks(), queryFn: () => service.listWebhooks() })

export const webhookQuery = (id: string) =>
  queryOptions({ queryKey: keyOf.webhook(id), queryFn: () => service.readWebhook({ params: { webhook_id: id } }) })

export const sessionsQuery = queryOptions({ queryKey: keyOf.sessions(), queryFn: () => service.listSessions() })

export const auditQuery = (action: AuditAction | '') =>
  infiniteQueryOptions({
    queryKey: keyOf.audit(action),
    queryFn: ({ pageParam }) =>
      service.listAudit({ query: { ...(action && { action }), ...(pageParam && { after: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })
