import { useQuery } from '@tanstack/react-query'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { Age } from '../../../../../ui/age.tsx'
import { Badge } from '../../../../../ui/badge.tsx'
import { Empty } from '../../../../../ui/empty.tsx'
import { Loaded } from '../../../../../ui/loaded.tsx'
import { formatDuration } from '../../../../../ui/numbers.ts'
import { Section } from '../../../../../ui/page.tsx'
import table from '../../../../../ui/table.module.css'
import { taskAnswersQuery } from '../../queries.ts'
import { summarize } from '../../values.ts'
import styles from './task.module.css'

const states = {
  counted: null,
  late: 'Late, not counted',
  too_fast: 'Too fast, not counted',
  reverted: 'Taken back',
} as const

/** Who answered what, when, and how long it took. */
export function AnswersSection({ task, form }: { task: Task; form: readonly OutputField[] }) {
  const answers = useQuery(taskAnswersQuery(task.id))
  return (
    <Section title="Answers" flush>
      <Loaded query={answers}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty icon="clock" title="No answers yet" />
          ) : (
            <div className={table.frame}>
              <table className={table.table}>
                <thead>
                  <tr>
                    <th>Worker</th>
                    <th>Answer</th>
                    <th className={table.number}>Took</th>
                    <th className={table.number}>When</th>
                  </tr>
                </thead>
                <tbody>
                  {data.map((answer) => (
                    <tr key={`${answer.worker_id} ${answer.submitted_at}`}>
                      <td className={table.tight}>{answer.worker_name}</td>
                      <td className={styles.answer}>
                        {summarize(answer.values, form)}{' '}
                        {states[answer.state] && <Badge tone="warn">{states[answer.state]}</Badge>}
                      </td>
                      <td className={table.number}>{formatDuration(answer.seconds)}</td>
                      <td className={`${table.number} ${table.quiet}`}>
                        <Age at={answer.submitted_at} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </Section>
  )
}
