import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { service } from '../../../../../service/client.ts'
import { Age } from '../../../../../ui/age.tsx'
import { Badge } from '../../../../../ui/badge.tsx'
import { Loaded } from '../../../../../ui/loaded.tsx'
import { ProblemNote } from '../../../../../ui/note.tsx'
import { Section } from '../../../../../ui/page.tsx'
import { taskCorrectionsQuery, taskQuery } from '../../queries.ts'
import { summarize } from '../../values.ts'
import styles from './task.module.css'

/** What reviewers said: who, when, why; nothing where nobody said anything. */
export function CorrectionsSection(props: { task: Task; form: readonly OutputField[]; editor: boolean }) {
  const { task } = props
  const cache = useQueryClient()
  const corrections = useQuery(taskCorrectionsQuery(task.id))
  const undo = useMutation({
    mutationFn: () =>
      service.undoCorrection({ params: { task_id: task.id }, query: { based_on: task.decided_at ?? undefined } }),
    onSuccess: (next) => {
      cache.setQueryData(taskQuery(task.id).queryKey, next)
      void cache.invalidateQueries({ queryKey: taskQuery(task.id).queryKey })
    },
  })
  if (corrections.data?.data.length === 0) return null
  return (
    <Section
      title="Corrections"
      actions={
        props.editor &&
        task.corrected_at && (
          <Button variant="default" size="xs" loading={undo.isPending} onClick={() => undo.mutate()}>
            Undo the correction
          </Button>
        )
      }
    >
      {undo.error && <ProblemNote error={undo.error} />}
      <Loaded query={corrections} rows={1}>
        {({ data }) => (
          <ul className={styles.corrections}>
            {data.map((correction) => (
              <li key={correction.created_at}>
                <p className={styles.answer}>
                  {summarize(correction.result, props.form)}{' '}
                  {correction.ended_at === null ? <Badge tone="accent">Stands</Badge> : <Badge>Taken back</Badge>}
                </p>
                {correction.comment && <p className={styles.answer}>{correction.comment}</p>}
                <p className={styles.count}>
                  {correction.by ?? 'By API key'}, <Age at={correction.created_at} />
                </p>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Section>
  )
}
