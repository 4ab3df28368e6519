import type { Project } from '@whisker/api/project-settings.ts'
import { useMay } from '../../../../account/session.ts'
import { Empty } from '../../../../ui/empty.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Note } from '../../../../ui/note.tsx'
import { formatCount, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { useProject } from '../project-context.tsx'
import { Desk } from './desk.tsx'
import styles from './review.module.css'
import { picturesOf, useReview } from './use-review.ts'

/** /app/projects/:id/review */
export function ReviewPage() {
  const project = useProject()
  const editor = useMay('editor')
  if (!editor)
    return (
      <Note>
        Reviewing changes results, and your role may only read. Ask an owner of the workspace to make you an editor.
      </Note>
    )
  return <Review project={project} />
}

function Review({ project }: { project: Project }) {
  const review = useReview(project.id)
  const [task, ...next] = review.tasks
  return (
    <Loaded query={review.queue} rows={8}>
      {({ next: more }) =>
        task ? (
          <>
            <p className={styles.count}>
              {more ? `More than ${formatCount(review.tasks.length)} tasks` : plural(review.tasks.length, 'task')} to
              review
              {review.decided > 0 && ` · ${formatCount(review.decided)} decided just now`}
            </p>
            <Desk key={task.id} project={project} task={task} review={review} />
            <div hidden>
              {picturesOf(project, next.slice(0, 2)).map((url) => (
                <img key={url} src={url} alt="" />
              ))}
            </div>
          </>
        ) : (
          <Section>
            <Empty icon="check" title={review.decided > 0 ? 'All reviewed' : 'Nothing to review'}>
              {review.decided > 0
                ? `${plural(review.decided, 'task')} decided. Tasks that people do not agree on appear here by themselves.`
                : 'When people still disagree about a task that has all the answers it may get, it waits here for you to decide.'}
            </Empty>
            {review.undo && (
              <p className={styles.after}>
                <button type="button" className={styles.textButton} onClick={review.undo}>
                  Undo the last decision
                </button>
              </p>
            )}
          </Section>
        )
      }
    </Loaded>
  )
}
