import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { Age } from '../../../ui/age.tsx'
import { ConfirmButton } from '../../../ui/confirm.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import table from '../../../ui/table.module.css'
import { usePageTitle } from '../../page-title.ts'
import { keysQuery } from '../queries.ts'
import styles from '../settings.module.css'
import { NewKey } from './new-key.tsx'

/** /app/settings/keys */
export function KeysPage() {
  const owner = useMay('owner')
  const keys = useQuery({ ...keysQuery, refetchInterval: 10_000 })
  const [making, setMaking] = useState(false)
  const add = owner && (
    <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
      Make a key
    </Button>
  )
  return (
    <Page
      title={usePageTitle()}
      lead="A key is sent as the header Authorization. It may do everything with projects, tasks and results of this workspace, as far as its scope goes."
      actions={add}
    >
      <NewKey opened={making} close={() => setMaking(false)} />
      <Section flush>
        <Loaded query={keys}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty icon="key" title="No keys yet" action={add}>
                Programs need one to send tasks and to read results. The owner of the workspace makes them.
              </Empty>
            ) : (
              <KeyTable keys={data} owner={owner} />
            )
          }
        </Loaded>
      </Section>
    </Page>
  )
}

type Key = Awaited<ReturnType<typeof service.listApiKeys>>['data'][number]

function KeyTable({ keys, owner }: { keys: Key[]; owner: boolean }) {
  const cache = useQueryClient()
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Name</th>
            <th className={table.hideOnPhone}>Key</th>
            <th className={table.hideOnPhone}>Scope</th>
            <th className={`${table.number} ${table.hideOnPhone}`}>Made</th>
            <th className={table.number}>Last used</th>
            {owner && (
              <th>
                <span className="visually-hidden">Actions</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <td className={styles.name}>{key.name}</td>
              <td className={`${table.tight} ${table.mono} ${table.hideOnPhone}`}>{key.prefix}…</td>
              <td className={`${table.tight} ${table.hideOnPhone}`}>
                {key.scopes.includes('write') ? 'Read and write' : 'Read only'}
              </td>
              <td className={`${table.number} ${table.quiet} ${table.hideOnPhone}`}>
                <Age at={key.created_at} />
              </td>
              <td className={`${table.number} ${table.quiet}`}>
                {key.last_used_at ? <Age at={key.last_used_at} /> : 'Never'}
              </td>
              {owner && (
                <td className={table.tight}>
                  <ConfirmButton
                    title={`Revoke “${key.name}”?`}
                    text="Programs that use this key are refused from now on. This cannot be undone."
                    act="Revoke the key"
                    danger
                    run={async () => {
                      await service.revokeApiKey({ params: { key_id: key.id } })
                      await cache.invalidateQueries({ queryKey: keysQuery.queryKey })
                    }}
                    trigger={(open) => (
                      <Button size="xs" variant="subtle" color="red" onClick={open} aria-label={`Revoke ${key.name}`}>
                        Revoke
                      </Button>
                    )}
                  />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
