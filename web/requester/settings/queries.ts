import { queryOptions } from '@tanstack/react-query'
import { service } from '../../service/client.ts'

export const workspaceQuery = queryOptions({ queryKey: ['workspace'], queryFn: () => service.readWorkspace() })

export const usageQuery = queryOptions({ queryKey: ['workspace', 'usage'], queryFn: () => service.readUsage() })

export const deletionsQuery = queryOptions({
  queryKey: ['workspace', 'deletions'],
  queryFn: () => service.listDeletions({ query: { limit: 50 } }),
})

export const membersQuery = queryOptions({ queryKey: ['members'], queryFn: () => service.listMembers() })

export const invitationsQuery = queryOptions({ queryKey: ['invitations'], queryFn: () => service.listInvitations() })

export const keysQuery = queryOptions({ queryKey: ['keys'], queryFn: () => service.listApiKeys() })

export const webhooksQuery = queryOptions({ queryKey: ['webhooks'], queryFn: () => service.listWebhooks() })

export const webhookQuery = (id: string) =>
  queryOptions({ queryKey: ['webhooks', id], queryFn: () => service.readWebhook({ params: { webhook_id: id } }) })

export const sessionsQuery = queryOptions({ queryKey: ['sessions'], queryFn: () => service.listSessions() })
