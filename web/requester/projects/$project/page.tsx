import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../../account/session.ts'
import { Loaded } from '../../../ui/loaded.tsx'
import { progressQuery } from '../queries.ts'
import { FirstSteps } from './overview/first-steps.tsx'
import { LiveAnswers } from './overview/live-answers.tsx'
import styles from './overview/overview.module.css'
import { PaceSection } from './overview/pace-section.tsx'
import { ProgressSection } from './overview/progress-section.tsx'
import { SendSection } from './overview/send-section.tsx'
import { SnippetsSection } from './overview/snippets-section.tsx'
import { useProject } from './project-context.tsx'

/** /app/projects/:id */
export function OverviewPage() {
  const project = useProject()
  const editor = useMay('editor')
  const progress = useQuery(progressQuery(project.id))
  const takesTasks = editor && project.status !== 'archived'
  return (
    <Loaded query={progress}>
      {(data) => (
        <>
          {editor && <FirstSteps project={project} progress={data} />}
          <ProgressSection project={project} progress={data} />
          <PaceSection project={project} />
          <div className={styles.columns}>
            {takesTasks && (
              <div className={styles.send}>
                <SendSection project={project} />
              </div>
            )}
            <div className={styles.live}>
              <LiveAnswers project={project} />
            </div>
            {takesTasks && (
              <div className={styles.code}>
                <SnippetsSection project={project} />
              </div>
            )}
          </div>
        </>
      )}
    </Loaded>
  )
}
