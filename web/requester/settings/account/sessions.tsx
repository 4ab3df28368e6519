import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { OwnSession } from '@whisker/api/sessions.ts'
import { sessionQuery } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { Age } from '../../../ui/age.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { ConfirmButton } from '../../../ui/confirm.tsx'
import type { Columns } from '../../../ui/data-table.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { notifyProblem } from '../../../ui/notify.ts'
import { Section } from '../../../ui/page.tsx'
import { sessionsQuery } from '../queries.ts'
import { deviceName } from './device-name.ts'

/** Where the person is signed in. */
export function Sessions() {
  const sessions = useQuery(sessionsQuery)
  const cache = useQueryClient()
  const end = useMutation({
    mutationFn: (id: string) => service.endSession({ params: { session_id: id } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
    onError: notifyProblem,
  })
  const columns: Columns<OwnSession> = [
    {
      head: 'Device',
      cellHint: (session) => session.user_agent,
      cell: (session) => (
        <>
          {deviceName(session.user_agent)} {session.current && <Badge tone="accent">Here</Badge>}
        </>
      ),
    },
    { head: 'Signed in', fit: 'figure', quiet: true, wide: true, cell: (session) => <Age at={session.created_at} /> },
    { head: 'Last seen', fit: 'figure', quiet: true, cell: (session) => <Age at={session.last_seen_at} /> },
    {
      head: 'Actions',
      unseen: true,
      fit: 'tight',
      cell: (session) =>
        !session.current && (
          <Button size="xs" variant="subtle" color="red" onClick={() => end.mutate(session.id)}>
            Sign out
          </Button>
        ),
    },
  ]
  return (
    <Section
      title="Where you are signed in"
      flush
      actions={
        <ConfirmButton
          title="Sign out everywhere?"
          text="Also here: you will have to sign in again."
          act="Sign out everywhere"
          run={async () => {
            await service.signOutEverywhere()
            cache.setQueryData(sessionQuery.queryKey, null)
          }}
          trigger={(open) => (
            <Button size="xs" variant="default" onClick={open}>
              Sign out everywhere…
            </Button>
          )}
        />
      }
    >
      <ListTable query={sessions} columns={columns} keyOf={({ id }) => id} />
    </Section>
  )
}
