import { Button, Progress } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import { keyOf } from '../../service/query-keys.ts'
import { Figure } from '../../ui/figure.tsx'
import { Note } from '../../ui/note.tsx'
import { formatCount, plural } from '../../ui/numbers.ts'
import { Section } from '../../ui/page.tsx'
import { FaultList } from './fault-list.tsx'
import styles from './import.module.css'
import type { Progress as Sent } from './messages.ts'
import type { ImportState, importOf } from './run.ts'

type Props = { run: ReturnType<typeof importOf>; state: ImportState }

/** How far the import is, what stops it, and what came of it. */
export function ProgressSection({ run, state }: Props) {
  const { stage, progress, fault, trouble, order, project, look } = state
  const isDone = stage === 'done'
  useRefresh(state)
  return (
    <Section
      title={isDone ? 'Imported' : fault !== null ? 'Not finished' : 'Importing…'}
      lead={look?.name}
      actions={
        isDone || fault !== null ? (
          <Button size="xs" variant="default" onClick={() => run.forget()}>
            Import something else
          </Button>
        ) : (
          <Button size="xs" variant="default" onClick={() => run.stop()}>
            Stop
          </Button>
        )
      }
    >
      <div className={styles.stack}>
        <Progress value={isDone ? 100 : shareOf(progress)} size={6} aria-label="Import" />
        <p aria-live="polite" className={styles.said}>
          {isDone
            ? summary(progress)
            : progress
              ? `${formatCount(rowsOf(progress))} of ${plural(progress.rows, 'row')}`
              : 'Beginning…'}
        </p>
        {trouble !== null && fault === null && (
          <Note tone="warn" title={trouble}>
            The import goes on by itself as soon as it can.
          </Note>
        )}
        {fault !== null && (
          <Note
            tone="danger"
            title="The import has stopped"
            action={
              order && (
                <Button size="xs" variant="default" onClick={() => run.send(order)}>
                  Go on
                </Button>
              )
            }
          >
            <p>{fault}</p>
          </Note>
        )}
        {progress && (
          <dl className={styles.figures}>
            <Figure name="Added">{formatCount(progress.sent)}</Figure>
            <Figure name="There already">{formatCount(progress.there)}</Figure>
            {order?.as !== 'nothing' && (
              <Figure name={order?.as === 'gold' ? 'Known answers' : 'Answers'}>{formatCount(progress.used)}</Figure>
            )}
            {progress.unfit > 0 && <Figure name="Labels refused">{formatCount(progress.unfit)}</Figure>}
            <Figure name="Not taken">{formatCount(progress.failed + leftOut(state))}</Figure>
          </dl>
        )}
        <FaultList
          title={`${plural(state.faults.length, 'problem')} while sending`}
          faults={state.faults}
          name={look?.name ?? 'import'}
        />
        {isDone && project && (
          <div className={styles.act}>
            <p />
            <Button
              renderRoot={(props) => (
                <Link to="/projects/$project" params={{ project: String(project.id) }} {...props} />
              )}
            >
              Open “{project.title}”
            </Button>
          </div>
        )}
      </div>
    </Section>
  )
}

/** What has come in is shown wherever the project is looked at. */
function useRefresh({ stage, project }: ImportState): void {
  const cache = useQueryClient()
  useEffect(() => {
    if (stage !== 'done' || !project) return
    void cache.invalidateQueries({ queryKey: keyOf.projects() })
    void cache.invalidateQueries({ queryKey: keyOf.project(project.id) })
  }, [cache, stage, project])
}

function leftOut({ look }: ImportState): number {
  return look ? look.tally.rows - look.tally.good : 0
}

function rowsOf({ sent, there, failed }: Sent): number {
  return sent + there + failed
}

function shareOf(progress: Sent | null): number {
  if (!progress || progress.rows === 0) return 0
  return (100 * (rowsOf(progress) + progress.settled)) / (progress.rows + progress.labels)
}

function summary(progress: Sent | null): string {
  if (progress && progress.sent === 0 && progress.used === 0 && progress.failed === 0)
    return 'Everything was there already. Nothing was added.'
  return 'All that could be taken is there.'
}
