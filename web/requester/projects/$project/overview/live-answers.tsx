import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { AnswerOfProject } from '@whisker/api/task-answers.ts'
import { Age } from '../../../../ui/age.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { Empty } from '../../../../ui/empty.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { formatDuration } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { media, valuesOf } from '../../../media/media.ts'
import { answersQuery, taskQuery } from '../queries.ts'
import { summarize } from '../values.ts'
import styles from './live-answers.module.css'

const states = { late: 'Late', too_fast: 'Too fast', reverted: 'Taken back' } as const

/** The latest answers, arriving while one looks. */
export function LiveAnswers({ project }: { project: Project }) {
  const answers = useQuery(answersQuery(project.id))
  return (
    <Section title="Latest answers" flush>
      <Loaded query={answers} rows={5}>
        {({ data }) =>
          data.length === 0 ? (
            <Empty icon="clock" title="No answers yet">
              They appear here the moment somebody submits one.
            </Empty>
          ) : (
            <ul className={styles.list}>
              {data.map((answer) => (
                <Row key={`${answer.task_id} ${answer.worker_id}`} project={project} answer={answer} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}

function Row({ project, answer }: { project: Project; answer: AnswerOfProject }) {
  const seen = project.input_spec.find(({ type }) => media[type].Glimpse !== null)?.name
  // An answer does not say what it is about: its task is read once.
  const task = useQuery({
    ...taskQuery(answer.task_id),
    staleTime: Number.POSITIVE_INFINITY,
    enabled: seen !== undefined,
  })
  const shown = task.data && valuesOf(project, task.data, 0).find(({ name }) => name === seen)
  const Glimpse = shown?.medium.Glimpse
  return (
    <li>
      <Link
        to="/projects/$project/tasks/$task"
        params={{ project: String(project.id), task: answer.task_id }}
        className={styles.row}
      >
        {seen && (shown && Glimpse ? <Glimpse value={shown.value} size={34} /> : <span className={styles.noPicture} />)}
        <span className={styles.words}>
          <span className={styles.value}>{summarize(answer.values, project.output_spec)}</span>
          <span className={styles.who}>
            {[answer.worker_name, formatDuration(answer.seconds)].filter(Boolean).join(' · ')}
          </span>
        </span>
        {answer.state !== 'counted' && <Badge tone="warn">{states[answer.state]}</Badge>}
        <span className={styles.age}>
          <Age at={answer.submitted_at} />
        </span>
      </Link>
    </li>
  )
}
