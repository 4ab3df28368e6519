import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { sessionQuery } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { Age } from '../../../ui/age.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { ConfirmButton } from '../../../ui/confirm.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { notifyProblem } from '../../../ui/notify.ts'
import { Section } from '../../../ui/page.tsx'
import table from '../../../ui/table.module.css'
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
      <Loaded query={sessions}>
        {({ data }) => (
          <div className={table.frame}>
            <table className={table.table}>
              <thead>
                <tr>
                  <th>Device</th>
                  <th className={`${table.number} ${table.hideOnPhone}`}>Signed in</th>
                  <th className={table.number}>Last seen</th>
                  <th>
                    <span className="visually-hidden">Actions</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.map((session) => (
                  <tr key={session.id}>
                    <td title={session.user_agent}>
                      {deviceName(session.user_agent)} {session.current && <Badge tone="accent">Here</Badge>}
                    </td>
                    <td className={`${table.number} ${table.quiet} ${table.hideOnPhone}`}>
                      <Age at={session.created_at} />
                    </td>
                    <td className={`${table.number} ${table.quiet}`}>
                      <Age at={session.last_seen_at} />
                    </td>
                    <td className={table.tight}>
                      {!session.current && (
                        <Button size="xs" variant="subtle" color="red" onClick={() => end.mutate(session.id)}>
                          Sign out
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Loaded>
    </Section>
  )
}
