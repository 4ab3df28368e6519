import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { SkippedTask } from '@whisker/api/skips.ts'
import { Age } from '../../../../ui/age.tsx'
import { ShowMore } from '../../../../ui/list-table.tsx'
import { plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { skippedQuery } from '../queries.ts'
import styles from './reports.module.css'

/** Tasks that all who have seen them have skipped, with what they said; nothing while there is none. */
export function SkippedSection({ project }: { project: Project }) {
  const skipped = useInfiniteQuery(skippedQuery(project.id))
  const tasks = skipped.data?.pages.flatMap((page) => page.data) ?? []
  if (tasks.length === 0) return null
  return (
    <Section
      title="Skipped by all who saw them"
      lead="Nobody who had one of these tasks has answered it. Mend the instructions or the form, decide it yourself under Review, or cancel the task."
    >
      <ul className={styles.skipped}>
        {tasks.map((task) => (
          <Skipped key={task.task_id} project={project} task={task} />
        ))}
      </ul>
      <ShowMore query={skipped}>Show more</ShowMore>
    </Section>
  )
}

function Skipped({ project, task }: { project: Project; task: SkippedTask }) {
  const { task_id, name, external_id, text, status, skips } = task
  return (
    <li>
      <Link to="/projects/$project/tasks/$task" params={{ project: String(project.id), task: task_id }}>
        {name ?? external_id ?? text ?? task_id}
      </Link>{' '}
      {plural(skips.length, 'skip')}
      {status === 'needs_review' && ', waits for a reviewer'}
      <ul>
        {skips.map((skip) => (
          <li key={skip.worker_id}>
            {reasons[skip.reason] ?? skip.reason}
            {skip.comment && <bdi>: “{skip.comment}”</bdi>} <bdi>{skip.worker_name}</bdi>, <Age at={skip.skipped_at} />
          </li>
        ))}
      </ul>
    </li>
  )
}

const reasons: Record<string, string> = {
  not_sure: 'Not sure',
  not_loading: 'The picture does not load',
  wrong_form: 'The form does not fit',
  disturbing: 'Disturbing',
  other: 'Another reason',
}
