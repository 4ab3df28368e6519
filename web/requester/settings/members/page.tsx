import { Button, Select } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Role, roles } from '@whisker/api/endpoint.ts'
import { useState } from 'react'
import { sessionQuery, useMay } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { Age } from '../../../ui/age.tsx'
import { ConfirmButton } from '../../../ui/confirm.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { notifyProblem } from '../../../ui/notify.ts'
import { Page, Section } from '../../../ui/page.tsx'
import table from '../../../ui/table.module.css'
import { usePageTitle } from '../../page-title.ts'
import { membersQuery } from '../queries.ts'
import styles from '../settings.module.css'
import { Invitations } from './invitations.tsx'
import { InviteMember } from './invite-member.tsx'
import { roleWords } from './roles.ts'

/** /app/settings/members */
export function MembersPage() {
  const owner = useMay('owner')
  const members = useQuery(membersQuery)
  const [inviting, setInviting] = useState(false)
  return (
    <Page
      title={usePageTitle()}
      lead="People who work with the projects of this workspace. Those who answer tasks need no membership."
      actions={
        owner && (
          <Button leftSection={<Icon name="plus" />} onClick={() => setInviting(true)}>
            Invite a member
          </Button>
        )
      }
    >
      <InviteMember opened={inviting} close={() => setInviting(false)} />
      <Section flush>
        <Loaded query={members}>{({ data }) => <MemberTable members={data} owner={owner} />}</Loaded>
      </Section>
      {owner && <Invitations />}
    </Page>
  )
}

type Member = Awaited<ReturnType<typeof service.listMembers>>['data'][number]

function MemberTable({ members, owner }: { members: Member[]; owner: boolean }) {
  const session = useQuery(sessionQuery)
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Name</th>
            <th>Role</th>
            <th className={`${table.number} ${table.hideOnPhone}`}>Joined</th>
            {owner && (
              <th>
                <span className="visually-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.person_id}>
              <td>
                <span className={styles.name}>{member.name}</span>
                {member.person_id === session.data?.person.id && <span className={table.quiet}> (you)</span>}
                <br />
                <span className={table.quiet}>{member.email}</span>
              </td>
              <td className={table.tight}>{owner ? <RoleSelect member={member} /> : roleWords[member.role].name}</td>
              <td className={`${table.number} ${table.quiet} ${table.hideOnPhone}`}>
                <Age at={member.joined_at} />
              </td>
              {owner && (
                <td className={table.tight}>
                  <Remove member={member} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function RoleSelect({ member }: { member: Member }) {
  const cache = useQueryClient()
  const change = useMutation({
    mutationFn: (role: Role) =>
      service.editMember({ params: { person_id: member.person_id }, body: { role, based_on: member.updated_at } }),
    // Also when it was refused: somebody else may have given them another role.
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: membersQuery.queryKey })
      void cache.invalidateQueries({ queryKey: sessionQuery.queryKey })
    },
    onError: notifyProblem,
  })
  return (
    <Select
      w={{ base: 112, xs: 128 }}
      aria-label={`Role of ${member.name}`}
      value={member.role}
      disabled={change.isPending}
      data={roles.map((role) => ({ value: role, label: roleWords[role].name }))}
      onChange={(role) => role && role !== member.role && change.mutate(role as Role)}
    />
  )
}

function Remove({ member }: { member: Member }) {
  const cache = useQueryClient()
  return (
    <ConfirmButton
      title={`Remove ${member.name}?`}
      text="They lose this workspace at once, on all their devices. What they made stays."
      act="Remove the member"
      danger
      run={async () => {
        await service.removeMember({ params: { person_id: member.person_id } })
        await cache.invalidateQueries({ queryKey: membersQuery.queryKey })
      }}
      trigger={(open) => (
        <Button size="xs" variant="subtle" color="red" onClick={open} aria-label={`Remove ${member.name}`}>
          Remove
        </Button>
      )}
    />
  )
}
