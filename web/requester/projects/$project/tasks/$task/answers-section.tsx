import { useQuery } from '@tanstack/react-query'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Answer } from '@whisker/api/task-answers.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { Age } from '../../../../../ui/age.tsx'
import { Badge } from '../../../../../ui/badge.tsx'
import type { Columns } from '../../../../../ui/data-table.tsx'
import { Empty } from '../../../../../ui/empty.tsx'
import { ListTable } from '../../../../../ui/list-table.tsx'
import { formatDuration } from '../../../../../ui/numbers.ts'
import { Section } from '../../../../../ui/page.tsx'
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
  const columns: Columns<Answer> = [
    { head: 'Worker', fit: 'tight', cell: (answer) => answer.worker_name },
    {
      head: 'Answer',
      className: styles.answer,
      cell: ({ values, state }) => (
        <>
          {summarize(values, form)} {states[state] && <Badge tone="warn">{states[state]}</Badge>}
        </>
      ),
    },
    { head: 'Took', fit: 'figure', cell: ({ seconds }) => formatDuration(seconds) },
    { head: 'When', fit: 'figure', quiet: true, cell: (answer) => <Age at={answer.submitted_at} /> },
  ]
  return (
    <Section title="Answers" flush>
      <ListTable
        query={answers}
        columns={columns}
        keyOf={(answer) => `${answer.worker_id} ${answer.submitted_at}`}
        none={<Empty icon="clock" title="No answers yet" />}
      />
    </Section>
  )
}
