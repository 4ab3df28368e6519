import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { service } from '../../../service/client.ts'
import { Age } from '../../../ui/age.tsx'
import { ConfirmButton } from '../../../ui/confirm.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { Section } from '../../../ui/page.tsx'
import table from '../../../ui/table.module.css'
import { projectsQuery } from '../../projects/queries.ts'
import { invitationsQuery } from '../queries.ts'
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
  return (
    <Section title="Open invitations" flush>
      <Loaded query={invitations}>
        {({ data }) =>
          data.length === 0 ? (
            <p style={{ padding: '0 18px 16px', color: 'var(--ink-3)' }}>There are none.</p>
          ) : (
            <div className={table.frame}>
              <table className={table.table}>
                <thead>
                  <tr>
                    <th>For</th>
                    <th>Role</th>
                    <th className={table.number}>Used</th>
                    <th className={`${table.number} ${table.hideOnPhone}`}>Ends</th>
                    <th>
                      <span className="visually-hidden">Actions</span>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {data.map((invitation) => (
                    <tr key={invitation.id}>
                      <td>
                        {invitation.email ??
                          (invitation.project_id ? titleOf(invitation.project_id) : 'Anybody with the link')}
                      </td>
                      <td className={table.tight}>{roleWords[invitation.role].name}</td>
                      <td className={table.number}>
                        {invitation.uses}
                        {invitation.max_uses !== null && ` of ${invitation.max_uses}`}
                      </td>
                      <td className={`${table.number} ${table.quiet} ${table.hideOnPhone}`}>
                        {invitation.expires_at ? <Age at={invitation.expires_at} /> : 'Never'}
                      </td>
                      <td className={table.tight}>
                        <ConfirmButton
                          title="Revoke this invitation?"
                          text="Its link stops working. Who has joined with it stays."
                          act="Revoke the invitation"
                          danger
                          run={() => revoke(invitation.id)}
                          trigger={(open) => (
                            <Button size="xs" variant="subtle" color="red" onClick={open}>
                              Revoke
                            </Button>
                          )}
                        />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Section>
  )
}
