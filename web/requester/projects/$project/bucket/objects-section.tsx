import { Anchor, SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { BucketObject } from '@whisker/api/buckets.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { useState } from 'react'
import { Age } from '../../../../ui/age.tsx'
import type { Columns } from '../../../../ui/data-table.tsx'
import { Empty } from '../../../../ui/empty.tsx'
import { ListTable, ShowMore } from '../../../../ui/list-table.tsx'
import { Section } from '../../../../ui/page.tsx'
import { bucketObjectsQuery, type ObjectState } from '../queries.ts'
import styles from './bucket.module.css'

const shown = {
  failed: { label: 'Not taken', none: 'Whatever the bucket has could be taken.' },
  replaced: { label: 'Written anew', none: 'No object has another picture than before.' },
  removed: { label: 'Gone', none: 'All objects that became tasks are still there.' },
  taken: { label: 'Taken', none: 'No object has become a task yet.' },
} satisfies Partial<Record<ObjectState, object>>
type Shown = keyof typeof shown

/** Objects by what became of them; first those that somebody has to look at. */
export function ObjectsSection({ project }: { project: Project }) {
  const [state, setState] = useState<Shown>('failed')
  const objects = useInfiniteQuery(bucketObjectsQuery(project.id, state))
  const columns: Columns<BucketObject> = [
    { head: 'Object', dir: 'auto', mono: true, className: styles.key, cell: ({ key }) => key },
    state === 'failed' && { head: 'Why not', className: styles.detail, cell: ({ detail }) => detail },
    state !== 'failed' && {
      head: 'Task',
      fit: 'tight',
      cell: ({ task_id }) => (
        <TaskLink project={project} task={task_id}>
          {state === 'replaced' ? 'New' : 'Task'}
        </TaskLink>
      ),
    },
    state === 'replaced' && {
      head: 'Before',
      fit: 'tight',
      cell: ({ replaced_task_id }) => (
        <TaskLink project={project} task={replaced_task_id}>
          Before
        </TaskLink>
      ),
    },
    { head: 'Since', fit: 'figure', quiet: true, wide: true, cell: ({ changed_at }) => <Age at={changed_at} /> },
  ]
  return (
    <>
      <Section
        title="Objects"
        flush
        actions={
          <SegmentedControl
            size="xs"
            aria-label="Which objects"
            value={state}
            onChange={(value) => setState(value as Shown)}
            data={Object.entries(shown).map(([value, { label }]) => ({ value, label }))}
          />
        }
      >
        <ListTable
          query={objects}
          columns={columns}
          keyOf={({ key }) => key}
          none={
            <Empty icon="check" title="None">
              {shown[state].none}
            </Empty>
          }
        />
      </Section>
      <ShowMore query={objects}>Show more</ShowMore>
    </>
  )
}

function TaskLink({ project, task, children }: { project: Project; task: string | null; children: string }) {
  if (task === null) return 'Deleted'
  return (
    <Anchor
      renderRoot={(props) => (
        <Link to="/projects/$project/tasks/$task" params={{ project: String(project.id), task }} {...props} />
      )}
    >
      {children}
    </Anchor>
  )
}
