import { useQuery } from '@tanstack/react-query'
import { title } from '@whisker/api/field-names.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Explanation } from '@whisker/api/quality.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { Age } from '../../../../../ui/age.tsx'
import { type Columns, DataTable } from '../../../../../ui/data-table.tsx'
import { Loaded } from '../../../../../ui/loaded.tsx'
import { formatShare } from '../../../../../ui/numbers.ts'
import { Section } from '../../../../../ui/page.tsx'
import { Joined } from '../../joined.tsx'
import { explanationQuery, taskAnswersQuery } from '../../queries.ts'
import { summarize } from '../../values.ts'
import styles from './task.module.css'

/** Why the result is what it is: the method, the answers, and how much each worker's word was worth. */
export function ExplanationSection({ task, project }: { task: Task; project: Project }) {
  const explanation = useQuery(explanationQuery(task))
  return (
    <Section title="Why this label?" flush>
      <Loaded query={explanation}>
        {(data) => <Explained explanation={data} taskId={task.id} project={project} />}
      </Loaded>
    </Section>
  )
}

function Explained(props: { explanation: Explanation; taskId: string; project: Project }) {
  const { explanation, project } = props
  const form = project.output_spec
  const answers = useQuery(taskAnswersQuery(props.taskId))
  const names = new Map(answers.data?.data.map((answer) => [answer.worker_id, answer.worker_name]))
  const fields = form.filter(({ name }) => explanation.items.some((item) => name in item))
  const columns: Columns<Explanation['answers'][number]> = [
    { head: 'Worker', fit: 'tight', cell: ({ worker_id }) => names.get(worker_id) || worker_id },
    { head: 'Answer', className: styles.answer, cell: ({ values }) => summarize(values, form) },
    ...fields.map((field) => ({
      head: fields.length > 1 ? title(field) : 'Accuracy',
      name: `field ${field.name}`,
      fit: 'figure' as const,
      cell: ({ accuracy }: Explanation['answers'][number]) => {
        const share = accuracy?.[field.name]
        return share === undefined ? '–' : formatShare(share)
      },
    })),
  ]
  return (
    <>
      <p className={styles.why}>
        {sentences[explanation.method]} {explanation.method === 'model' && <Known explanation={explanation} />}
      </p>
      {explanation.answers_left_out > 0 && (
        <p className={styles.why}>
          {explanation.answers_left_out} more answers are too large to be shown here together: see Answers.
        </p>
      )}
      {explanation.answers.some(({ accuracy }) => accuracy !== null) && (
        <DataTable rows={explanation.answers} columns={columns} keyOf={(answer) => answer.worker_id} />
      )}
      <div className={styles.joined}>
        {explanation.items.flatMap((item, i) =>
          fields.map((field) => (
            <Joined
              // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
              key={`${i} ${field.name}`}
              project={project}
              joins={item[field.name]?.joined ?? []}
              title={counted(field, fields.length, i, explanation.items.length)}
            />
          )),
        )}
      </div>
    </>
  )
}

function counted(field: OutputField, fields: number, item: number, items: number): string {
  const where = [fields > 1 && title(field), items > 1 && `item ${item + 1}`].filter(Boolean).join(', ')
  return where ? `Counted as the same (${where})` : 'Counted as the same'
}

const sentences: Record<Explanation['method'], string> = {
  model: 'The answers were put together by what each of the workers has shown so far.',
  majority: 'Most of the answers say so.',
  reviewer: 'A reviewer decided. What the answers said is kept beside it.',
  gold: 'It is gold: the answer was known.',
}

/** What was known then, and what made it enough. */
function Known({ explanation: { refit, refit_at, items } }: { explanation: Explanation }) {
  const posteriors = items.flatMap((item) => Object.values(item).flatMap(({ posterior }) => posterior ?? []))
  const lowest = posteriors.length > 0 ? Math.min(...posteriors) : null
  return (
    <>
      {refit && refit_at ? (
        <>
          Their skills come from refit {refit} (<Age at={refit_at} />) and the answers since.
        </>
      ) : (
        'Little was known of them yet: each counts as anybody would.'
      )}
      {lowest !== null &&
        ` If their errors had nothing to do with each other, the least certain field would be ${formatShare(lowest)} sure; the confidence shown allows for the errors that people share.`}
    </>
  )
}
