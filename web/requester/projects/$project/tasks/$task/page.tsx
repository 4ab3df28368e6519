import { Button } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { useMay } from '../../../../../account/session.ts'
import { service } from '../../../../../service/client.ts'
import { liveMs } from '../../../../../service/queries.ts'
import { Badge } from '../../../../../ui/badge.tsx'
import { ConfirmButton } from '../../../../../ui/confirm.tsx'
import { Icon } from '../../../../../ui/icons.tsx'
import { Loaded } from '../../../../../ui/loaded.tsx'
import { Note } from '../../../../../ui/note.tsx'
import { plural } from '../../../../../ui/numbers.ts'
import { TaskStatus } from '../../../status.tsx'
import { useProject } from '../../project-context.tsx'
import { taskQuery } from '../../queries.ts'
import { readTaskFilters } from '../filters.ts'
import { titleOf } from '../task-columns.tsx'
import { AnswersSection } from './answers-section.tsx'
import { AskAgain } from './ask-again.tsx'
import { Correct } from './correct.tsx'
import { CorrectionsSection } from './corrections-section.tsx'
import { DeleteTask } from './delete-task.tsx'
import { DetailsSection } from './details-section.tsx'
import { ExplanationSection } from './explanation-section.tsx'
import { GoldButton } from './gold-button.tsx'
import { HistorySection } from './history-section.tsx'
import { ItemSection } from './item-section.tsx'
import { ReportsSection } from './reports-section.tsx'
import styles from './task.module.css'

/** /app/projects/:id/tasks/:task */
export function TaskPage() {
  const project = useProject()
  const { task: id } = useParams({ from: '/inside/projects/$project/tasks/$task' })
  const task = useQuery({
    ...taskQuery(id),
    refetchInterval: (query) => (query.state.data?.status === 'open' ? liveMs : 15_000),
  })
  return <Loaded query={task}>{(data) => <OneTask project={project} task={data} />}</Loaded>
}

function OneTask({ project, task }: { project: Project; task: Task }) {
  const editor = useMay('editor')
  const title = titleOf(project, task)
  useDocumentTitle(`${title} · ${project.title} · Whisker`)
  return (
    <>
      <div className={styles.head}>
        <Link
          to="/projects/$project/tasks"
          params={{ project: String(project.id) }}
          search={readTaskFilters}
          className={styles.back}
        >
          <Icon name="left" size={14} />
          Tasks
        </Link>
        <div className={styles.titleLine}>
          <h2 className={styles.title}>{title}</h2>
          <TaskStatus status={task.status} />
          {task.gold && <Badge tone="accent">Gold</Badge>}
          <span className={styles.count}>
            {task.answers} of {task.answers_wanted} answers
          </span>
          {editor && <Acts project={project} task={task} />}
        </div>
      </div>
      {task.unreadable_reason && (
        <Note tone="danger" title="No worker can see this task">
          {task.unreadable_reason} Send a whole copy of the picture as a new task, or open this one again to have it
          decoded once more.
        </Note>
      )}
      {task.passed_over_reason && (
        <Note tone="warn" title="Nobody is given this task right now">
          {task.passed_over_reason} The task stays open and comes back by itself once its picture can be shown. Sending
          the same picture again mends it.
        </Note>
      )}
      {task.warnings.map(({ code, detail }) => (
        <Note key={code + detail} tone="warn" title="About its picture">
          {detail}
        </Note>
      ))}
      {task.task_spec.map((_, item) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
        <ItemSection key={item} project={project} task={task} item={item} />
      ))}
      <ReportsSection project={project} task={task} />
      <CorrectionsSection task={task} form={project.output_spec} editor={editor} />
      <AnswersSection task={task} form={project.output_spec} />
      {task.result && <ExplanationSection task={task} project={project} />}
      <HistorySection task={task} />
      <DetailsSection task={task} />
    </>
  )
}

/** What can be done with the task as it stands. */
function Acts({ project, task }: { project: Project; task: Task }) {
  const finished = task.status === 'completed' || task.status === 'needs_review'
  return (
    <div className={styles.acts}>
      {task.status === 'open' && <Cancel task={task} />}
      {(task.status === 'cancelled' || task.status === 'unreadable') && project.status !== 'archived' && (
        <Reopen task={task} />
      )}
      {finished && !task.gold && !task.corrected_at && project.status !== 'archived' && <AskAgain task={task} />}
      {finished && !task.gold && <Correct project={project} task={task} />}
      {task.result && !task.gold && <GoldButton project={project} task={task} />}
      <DeleteTask project={project} task={task} />
    </div>
  )
}

function Reopen({ task }: { task: Task }) {
  const cache = useQueryClient()
  return (
    <ConfirmButton
      title="Open this task again?"
      text={`People are asked about it again. ${task.answers === 0 ? 'It has no answers yet.' : `The ${plural(task.answers, 'answer')} that it has stay.`}`}
      act="Open again"
      run={async () => {
        const next = await service.reopenTask({ params: { task_id: task.id } })
        cache.setQueryData(taskQuery(task.id).queryKey, next)
      }}
      trigger={(open) => (
        <Button variant="default" size="xs" onClick={open}>
          Open again…
        </Button>
      )}
    />
  )
}

function Cancel({ task }: { task: Task }) {
  const cache = useQueryClient()
  return (
    <ConfirmButton
      title="Cancel this task?"
      text="Nobody is asked about it any more. Answers that it has stay readable; it gets no result."
      act="Cancel the task"
      danger
      run={async () => {
        const next = await service.cancelTask({ params: { task_id: task.id } })
        cache.setQueryData(taskQuery(task.id).queryKey, next)
      }}
      trigger={(open) => (
        <Button variant="default" size="xs" onClick={open}>
          Cancel task…
        </Button>
      )}
    />
  )
}
