import { useQuery } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import type { ListedProject } from '@whisker/api/projects.ts'
import { Copyable } from '../../../../ui/copy.tsx'
import { Icon } from '../../../../ui/icons.tsx'
import { Section } from '../../../../ui/page.tsx'
import { labelLinkQuery } from '../queries.ts'
import styles from './first-steps.module.css'

/** The way from an empty project to the first answer; gone as soon as there is one. */
export function FirstSteps({ project, progress }: { project: Project; progress: ListedProject['progress'] }) {
  const tasks = Object.values(progress.tasks).reduce((sum, count) => sum + count, 0)
  const link = useQuery({ ...labelLinkQuery(project.id), enabled: progress.answers === 0 })
  if (progress.answers > 0 || project.status === 'archived') return null
  return (
    <Section title="Three steps to the first answer">
      <ol className={styles.steps}>
        <li data-done>
          <Sign done number={1} />
          <div>
            <p className={styles.title}>Make the project</p>
            <p className={styles.text}>Done. Its number is {project.id}.</p>
          </div>
        </li>
        <li data-done={tasks > 0 || undefined}>
          <Sign done={tasks > 0} number={2} />
          <div>
            <p className={styles.title}>Send tasks</p>
            <p className={styles.text}>{tasks > 0 ? `Done: ${tasks} so far.` : 'Below: in the browser, or by API.'}</p>
          </div>
        </li>
        <li>
          <Sign done={false} number={3} />
          <div className={styles.grow}>
            <p className={styles.title}>Let people in</p>
            <p className={styles.text}>Who opens this link can answer at once, without an account. Try it yourself.</p>
            {link.data && <Copyable value={link.data.url} label="Label link" />}
          </div>
        </li>
      </ol>
    </Section>
  )
}

function Sign({ done, number }: { done: boolean; number: number }) {
  return (
    <span className={styles.sign} data-done={done || undefined}>
      {done ? <Icon name="check" size={14} /> : number}
    </span>
  )
}
