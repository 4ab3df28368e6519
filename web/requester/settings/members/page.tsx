import { Button, Select } from '@mantine/core'
import { type UseQueryResult, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Role, roles } from '@whisker/api/endpoint.ts'
import type { Member } from '@whisker/api/workspaces.ts'
import { useState } from 'react'
import { sessionQuery, useMay } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { Age } from '../../../ui/age.tsx'
import type { Columns } from '../../../ui/data-table.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { notifyProblem } from '../../../ui/notify.ts'
import { Page, Section } from '../../../ui/page.tsx'
import table from '../../../ui/table.module.css'
import { usePageTitle } from '../../page-title.ts'
import { membersQuery } from '../queries.ts'
import { RevokeButton } from '../revoke-button.tsx'
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
        <MemberTable members={members} owner={owner} />
      </Section>
      {owner && <Invitations />}
    </Page>
  )
}

function MemberTable({ members, owner }: { members: UseQueryResult<{ data: Member[] }>; owner: boolean }) {
  const session = useQuery(sessionQuery)
  const columns: Columns<Member> = [
    {
      head: 'Name',
      cell: ({ person_id, name, email }) => (
        <>
          <span className={styles.name}>{name}</span>
          {person_id === session.data?.person.id && <span className={table.quiet}> (you)</span>}
          <br />
          <span className={table.quiet}>{email}</span>
        </>
      ),
    },
    {
      head: 'Role',
      fit: 'tight',
      cell: (member) => (
        <>
          {owner ? <RoleSelect member={member} /> : roleWords[member.role].name}
          {member.role_by && <span className={table.quiet}>{`by ${member.role_by}, at each sign-in`}</span>}
        </>
      ),
    },
    { head: 'Joined', fit: 'figure', quiet: true, wide: true, cell: (member) => <Age at={member.joined_at} /> },
    owner && { head: 'Actions', unseen: true, fit: 'tight', cell: (member) => <Remove member={member} /> },
  ]
  return <ListTable query={members} columns={columns} keyOf={(member) => member.person_id} />
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
    <RevokeButton
      title={`Remove ${member.name}?`}
      text="They lose this workspace at once, on all their devices. What they made stays."
      act="Remove the member"
      word="Remove"
      label={`Remove ${member.name}`}
      run={async () => {
        await service.removeMember({ params: { person_id: member.person_id } })
        await cache.invalidateQueries({ queryKey: membersQuery.queryKey })
      }}
    />
  )
}
