import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { ListedProject } from '@whisker/api/projects.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { Meter } from '../../../../ui/meter.tsx'
import { Note } from '../../../../ui/note.tsx'
import { formatCount, formatShare, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import styles from './progress-section.module.css'

export function ProgressSection({ project, progress }: { project: Project; progress: ListedProject['progress'] }) {
  const { tasks, people_missing: missing } = progress
  const passedOver = sumOf(progress.passed_over)
  const total = tasks.open + tasks.completed + tasks.needs_review
  if (total + tasks.cancelled + tasks.unreadable === 0) return null
  return (
    <Section>
      <div className={styles.head}>
        <p className={styles.share}>
          <strong>{total === 0 ? '–' : formatShare(tasks.completed / total)}</strong> done
        </p>
        <p className={styles.pace}>
          {plural(progress.answers, 'answer')}
          {progress.answers_last_hour > 0 && ` · ${formatCount(progress.answers_last_hour)} in the last hour`}
        </p>
      </div>
      <Meter
        label="Tasks"
        parts={[
          { name: 'Completed', count: tasks.completed, tone: 'accent' },
          { name: 'To review', count: tasks.needs_review, tone: 'warn' },
          { name: 'Open', count: tasks.open, tone: 'neutral' },
        ]}
      />
      <div className={styles.notes}>
        {missing > 0 && progress.people > 0 && (
          <Note tone="warn" title={`${plural(missing, 'more person is', 'more people are')} needed`}>
            Each answer to a task comes from somebody else, and {plural(progress.people, 'person works', 'people work')}{' '}
            here. Until more come, these tasks stay open: send the link to more people, or ask for fewer answers in the
            settings.
          </Note>
        )}
        <PassedOverNote passedOver={progress.passed_over} />
      </div>
      <div className={styles.figures}>
        <Figure project={project} label="Open" status="open" count={tasks.open} />
        <div className={styles.figure}>
          <span className={styles.number}>{formatCount(progress.held)}</span>
          <span className={styles.label}>In work now</span>
        </div>
        <Figure project={project} label="Completed" status="completed" count={tasks.completed} />
        <Figure project={project} label="To review" status="needs_review" count={tasks.needs_review} tone="warn" />
        {progress.skipped > 0 && (
          <Link
            to="/projects/$project/reports"
            params={{ project: String(project.id) }}
            className={styles.figure}
            data-tone="warn"
          >
            <span className={styles.number}>{formatCount(progress.skipped)}</span>
            <span className={styles.label}>Skipped by all</span>
          </Link>
        )}
        {progress.lapsed > 0 && (
          <Link
            to="/projects/$project/tasks"
            params={{ project: String(project.id) }}
            search={{ lapsed: 'true' }}
            className={styles.figure}
            data-tone="warn"
          >
            <span className={styles.number}>{formatCount(progress.lapsed)}</span>
            <span className={styles.label}>Often taken, not answered</span>
          </Link>
        )}
        {passedOver > 0 && (
          <Link
            to="/projects/$project/tasks"
            params={{ project: String(project.id) }}
            search={{ passed_over: 'true' }}
            className={styles.figure}
            data-tone="warn"
          >
            <span className={styles.number}>{formatCount(passedOver)}</span>
            <span className={styles.label}>Given to nobody</span>
          </Link>
        )}
        {tasks.unreadable > 0 && (
          <Figure project={project} label="Unreadable" status="unreadable" count={tasks.unreadable} tone="danger" />
        )}
        {tasks.cancelled > 0 && (
          <Figure project={project} label="Cancelled" status="cancelled" count={tasks.cancelled} />
        )}
      </div>
    </Section>
  )
}

/** A count that leads to the tasks it counts. */
function Figure(props: {
  project: Project
  label: string
  status: Task['status']
  count: number
  tone?: 'warn' | 'danger'
}) {
  return (
    <Link
      to="/projects/$project/tasks"
      params={{ project: String(props.project.id) }}
      search={{ status: props.status }}
      className={styles.figure}
      data-tone={props.count > 0 ? props.tone : undefined}
    >
      <span className={styles.number}>{formatCount(props.count)}</span>
      <span className={styles.label}>{props.label}</span>
    </Link>
  )
}

type PassedOver = ListedProject['progress']['passed_over']

const sumOf = ({ missing, corrupt, decoder }: PassedOver) => missing + corrupt + decoder

/** Tasks that stay open although people are there: why, and what to do. */
function PassedOverNote({ passedOver }: { passedOver: PassedOver }) {
  const { missing, corrupt, decoder } = passedOver
  const count = sumOf(passedOver)
  if (count === 0) return null
  const files = [
    ...(missing > 0 ? [`${plural(missing, 'picture is', 'pictures are')} missing`] : []),
    ...(corrupt > 0 ? [`${plural(corrupt, 'picture is', 'pictures are')} damaged`] : []),
  ]
  return (
    <Note tone="warn" title={`${plural(count, 'task is', 'tasks are')} given to nobody`}>
      {files.length > 0 && (
        <p>
          In the store {files.join(' and ')}. Send the same pictures again, which makes no second task, or put the files
          back from a backup: the tasks then come back by themselves.
        </p>
      )}
      {decoder > 0 && (
        <p>
          {plural(decoder, 'task has', 'tasks have')} a picture that the service could not finish reading. It tries
          again by itself, at least every six hours. If that does not help, cancel the task and send the picture in
          another format or smaller.
        </p>
      )}
    </Note>
  )
}
