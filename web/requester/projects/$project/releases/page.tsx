import { ActionIcon, Button, Group } from '@mantine/core'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Release } from '@whisker/api/releases.ts'
import { useState } from 'react'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { Age } from '../../../../ui/age.tsx'
import { ConfirmButton } from '../../../../ui/confirm.tsx'
import type { Columns } from '../../../../ui/data-table.tsx'
import { Empty } from '../../../../ui/empty.tsx'
import { Icon } from '../../../../ui/icons.tsx'
import { ListTable, ShowMore } from '../../../../ui/list-table.tsx'
import { formatCount, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { useProject } from '../project-context.tsx'
import { releasesQuery } from '../queries.ts'
import { DownloadMenu } from '../results/download-menu.tsx'
import { NewRelease } from './new-release.tsx'
import styles from './releases.module.css'

/** /app/projects/:id/releases */
export function ReleasesPage() {
  const project = useProject()
  const editor = useMay('editor')
  const releases = useInfiniteQuery(releasesQuery(project.id))
  const [making, setMaking] = useState(false)
  const add = editor && (
    <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
      Make a release
    </Button>
  )
  const columns: Columns<Release> = [
    { head: 'No.', fit: 'tight', cell: ({ number }) => number },
    { head: 'Name', dir: 'auto', cell: (release) => <Named release={release} /> },
    { head: 'Made', fit: 'figure', quiet: true, wide: true, cell: (release) => <Age at={release.created_at} /> },
    { head: 'Tasks', fit: 'figure', cell: ({ tasks }) => formatCount(tasks) },
    { head: 'Since the one before', quiet: true, wide: true, cell: (release) => sinceThen(release) },
    {
      head: 'What to do',
      unseen: true,
      fit: 'figure',
      cell: (release) => (
        <Group gap={4} wrap="nowrap" justify="flex-end">
          <DownloadMenu project={project} release={release} />
          {editor && <Delete project={project} release={release} />}
        </Group>
      ),
    },
  ]
  return (
    <>
      <NewRelease project={project} opened={making} close={() => setMaking(false)} />
      <Section
        title="Releases"
        lead="Results as they were at one moment. A release never changes: train on one, name it in a paper, and get the same bytes in a year."
        actions={add}
        flush
      >
        <ListTable
          query={releases}
          columns={columns}
          keyOf={({ number }) => number}
          none={
            <Empty icon="archive" title="No releases yet" action={add}>
              Make one when a model is trained or something is published, and later you can say what it was made from.
            </Empty>
          }
        />
      </Section>
      <ShowMore query={releases}>Show more</ShowMore>
    </>
  )
}

function Named({ release: { name, notes } }: { release: Release }) {
  return (
    <>
      <strong>{name}</strong>
      {notes !== '' && <div className={styles.notes}>{notes}</div>}
    </>
  )
}

function sinceThen({ since_previous: since }: Release): string {
  if (!since) return 'The first one'
  const { added, changed, removed } = since
  const parts = [
    added > 0 && `${formatCount(added)} new`,
    changed > 0 && `${formatCount(changed)} changed`,
    removed > 0 && `${formatCount(removed)} gone`,
  ].filter(Boolean)
  return parts.length === 0 ? 'Nothing' : parts.join(', ')
}

function Delete({ project, release: { number, name, tasks } }: { project: Project; release: Release }) {
  const cache = useQueryClient()
  return (
    <ConfirmButton
      title={`Delete release ${number}, “${name}”?`}
      text={`Its ${plural(tasks, 'row')} cannot be downloaded any more, and only a backup brings them back. The results of today stay. Its number is not given again.`}
      act="Delete the release"
      danger
      run={async () => {
        await service.deleteRelease({ params: { project_id: project.id, number } })
        await cache.invalidateQueries({ queryKey: releasesQuery(project.id).queryKey })
      }}
      trigger={(open) => (
        <ActionIcon variant="subtle" color="red" size="lg" onClick={open} aria-label={`Delete release ${number}`}>
          <Icon name="trash" />
        </ActionIcon>
      )}
    />
  )
}
