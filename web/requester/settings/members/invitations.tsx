import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Invitation } from '@whisker/api/invitations.ts'
import { service } from '../../../service/client.ts'
import { Age } from '../../../ui/age.tsx'
import type { Columns } from '../../../ui/data-table.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Section } from '../../../ui/page.tsx'
import { projectsQuery } from '../../projects/queries.ts'
import { invitationsQuery } from '../queries.ts'
import { RevokeButton } from '../revoke-button.tsx'
import { roleWords } from './roles.ts'

/** Links that can still be used, to members and to workers. */
export function Invitations() {
  const invitations = useQuery(invitationsQuery)
  const projects = useQuery(projectsQuery())
  const titleOf = (id: number) => projects.data?.data.find((project) => project.id === id)?.title ?? `Project ${id}`
  const cache = useQueryClient()
  const revoke = async (id: string) => {
    await service.revokeInvitation({ params: { invitation_id: id } })
    await cache.invalidateQueries({ queryKey: invitationsQuery.queryKey })
  }
  const columns: Columns<Invitation> = [
    {
      head: 'For',
      cell: ({ email, project_id }) => email ?? (project_id ? titleOf(project_id) : 'Anybody with the link'),
    },
    { head: 'Role', fit: 'tight', cell: ({ role }) => roleWords[role].name },
    {
      head: 'Used',
      fit: 'figure',
      cell: ({ uses, max_uses: max }) => `${uses}${max === null ? '' : ` of ${max}`}`,
    },
    {
      head: 'Ends',
      fit: 'figure',
      quiet: true,
      wide: true,
      cell: ({ expires_at: end }) => (end ? <Age at={end} /> : 'Never'),
    },
    {
      head: 'Actions',
      unseen: true,
      fit: 'tight',
      cell: ({ id }) => (
        <RevokeButton
          title="Revoke this invitation?"
          text="Its link stops working. Who has joined with it stays."
          act="Revoke the invitation"
          run={() => revoke(id)}
        />
      ),
    },
  ]
  return (
    <Section title="Open invitations" flush>
      <ListTable
        query={invitations}
        columns={columns}
        keyOf={({ id }) => id}
        none={<p style={{ padding: '0 18px 16px', color: 'var(--ink-3)' }}>There are none.</p>}
      />
    </Section>
  )
}
