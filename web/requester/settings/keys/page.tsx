import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ApiKey } from '@whisker/api/keys.ts'
import { useState } from 'react'
import { useMay } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { Age } from '../../../ui/age.tsx'
import type { Columns } from '../../../ui/data-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import { usePageTitle } from '../../page-title.ts'
import { projectsQuery } from '../../projects/queries.ts'
import { keysQuery } from '../queries.ts'
import { RevokeButton } from '../revoke-button.tsx'
import styles from '../settings.module.css'
import { NewKey } from './new-key.tsx'
import { scopeWords } from './scope-words.ts'

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
  const columns: Columns<ApiKey> = [
    { head: 'Name', className: styles.name, cell: ({ name }) => name },
    { head: 'Key', fit: 'tight', mono: true, wide: true, cell: ({ prefix }) => `${prefix}…` },
    {
      head: 'Scopes',
      fit: 'tight',
      wide: true,
      cell: ({ scopes }) => scopes.map((scope) => scopeWords[scope].label).join(', '),
    },
    { head: 'Projects', fit: 'tight', wide: true, cell: ({ project_ids: ids }) => <Projects ids={ids} /> },
    { head: 'Made', fit: 'figure', quiet: true, wide: true, cell: (key) => <Age at={key.created_at} /> },
    {
      head: 'Last used',
      fit: 'figure',
      quiet: true,
      cell: ({ last_used_at: last }) => (last ? <Age at={last} /> : 'Never'),
    },
    owner && { head: 'Actions', unseen: true, fit: 'tight', cell: (key) => <Revoke apiKey={key} /> },
  ]
  return (
    <Page
      title={usePageTitle()}
      lead="A key is sent as the header Authorization. It may do what its scopes say, in the projects that it is for."
      actions={add}
    >
      <NewKey opened={making} close={() => setMaking(false)} />
      <Section flush>
        <ListTable
          query={keys}
          columns={columns}
          keyOf={({ id }) => id}
          none={
            <Empty icon="key" title="No keys yet" action={add}>
              Programs need one to send tasks and to read results. The owner of the workspace makes them.
            </Empty>
          }
        />
      </Section>
    </Page>
  )
}

/** Two by name; of more the number, and all names at a touch. */
function Projects({ ids }: { ids: number[] | null }) {
  const projects = useQuery({ ...projectsQuery(), enabled: ids !== null })
  if (ids === null) return 'All'
  const titles = ids.map((id) => projects.data?.data.find((project) => project.id === id)?.title ?? `Project ${id}`)
  return titles.length > 2 ? <span title={titles.join(', ')}>{titles.length} projects</span> : titles.join(', ')
}

function Revoke({ apiKey: { id, name } }: { apiKey: ApiKey }) {
  const cache = useQueryClient()
  return (
    <RevokeButton
      title={`Revoke “${name}”?`}
      text="Programs that use this key are refused from now on. This cannot be undone."
      act="Revoke the key"
      label={`Revoke ${name}`}
      run={async () => {
        await service.revokeApiKey({ params: { key_id: id } })
        await cache.invalidateQueries({ queryKey: keysQuery.queryKey })
      }}
    />
  )
}
