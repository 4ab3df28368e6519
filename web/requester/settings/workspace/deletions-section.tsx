import { useQuery } from '@tanstack/react-query'
import type { Deletion } from '@whisker/api/deletions.ts'
import { Age } from '../../../ui/age.tsx'
import { type Columns, DataTable } from '../../../ui/data-table.tsx'
import { formatCount } from '../../../ui/numbers.ts'
import { Section } from '../../../ui/page.tsx'
import table from '../../../ui/table.module.css'
import { deletionsQuery } from '../queries.ts'

const names = { project: 'Project', task: 'Task', picture: 'Picture' } as const

const columns: Columns<Deletion> = [
  {
    head: 'What',
    cell: (deletion) => (
      <>
        {names[deletion.kind]} <span className={table.mono}>{short(deletion)}</span>
      </>
    ),
  },
  { head: 'Tasks', fit: 'figure', cell: ({ kind, tasks }) => kind !== 'picture' && formatCount(tasks) },
  { head: 'Asked for', fit: 'figure', quiet: true, cell: (deletion) => <Age at={deletion.requested_at} /> },
  { head: 'State', fit: 'figure', cell: (deletion) => (deletion.finished_at ? 'Gone' : 'Being removed …') },
]

/** What is left to say of what was deleted; not there while nothing was. */
export function DeletionsSection() {
  const { data } = useQuery(deletionsQuery)
  if (!data || data.data.length === 0) return null
  return (
    <Section title="Deleted" lead="That it was there, and when it went, is all that is kept." flush>
      <DataTable rows={data.data} columns={columns} keyOf={({ id }) => id} />
    </Section>
  )
}

function short({ kind, subject }: Deletion): string {
  return kind === 'project' ? subject : `${subject.slice(0, 8)}…`
}
