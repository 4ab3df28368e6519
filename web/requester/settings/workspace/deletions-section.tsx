import { useQuery } from '@tanstack/react-query'
import type { Deletion } from '@whisker/api/deletions.ts'
import { Age } from '../../../ui/age.tsx'
import { formatCount } from '../../../ui/numbers.ts'
import { Section } from '../../../ui/page.tsx'
import table from '../../../ui/table.module.css'
import { deletionsQuery } from '../queries.ts'

const names = { project: 'Project', task: 'Task', picture: 'Picture' } as const

/** What is left to say of what was deleted; not there while nothing was. */
export function DeletionsSection() {
  const { data } = useQuery(deletionsQuery)
  if (!data || data.data.length === 0) return null
  return (
    <Section title="Deleted" lead="That it was there, and when it went, is all that is kept." flush>
      <div className={table.frame}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>What</th>
              <th className={table.number}>Tasks</th>
              <th className={table.number}>Asked for</th>
              <th className={table.number}>State</th>
            </tr>
          </thead>
          <tbody>
            {data.data.map((deletion) => (
              <tr key={deletion.id}>
                <td>
                  {names[deletion.kind]} <span className={table.mono}>{short(deletion)}</span>
                </td>
                <td className={table.number}>{deletion.kind === 'picture' ? '' : formatCount(deletion.tasks)}</td>
                <td className={`${table.number} ${table.quiet}`}>
                  <Age at={deletion.requested_at} />
                </td>
                <td className={table.number}>{deletion.finished_at ? 'Gone' : 'Being removed …'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

function short({ kind, subject }: Deletion): string {
  return kind === 'project' ? subject : `${subject.slice(0, 8)}…`
}
