import { Button, Progress } from '@mantine/core'
import { Note } from '../../ui/note.tsx'
import { formatCount, plural } from '../../ui/numbers.ts'
import type { UploadView } from './queue.ts'
import styles from './upload-progress.module.css'
import { forgetUpload, uploadOf } from './uploads.ts'

/** More lines than this help nobody; the counts say how many there are. */
const maxLines = 500

export function UploadProgress(props: { projectId: number; fieldName: string; upload: UploadView }) {
  const { projectId, upload } = props
  const queue = uploadOf(projectId, props.fieldName)
  const done = upload.sent + upload.duplicates.length + upload.refused.length
  const finished = done >= upload.total
  return (
    <div className={styles.progress}>
      <div className={styles.line}>
        <p className={styles.count} aria-live="polite">
          <strong>{headline(upload, finished)}</strong> {formatCount(done)} of {plural(upload.total, 'file')}
        </p>
        <div className={styles.buttons}>
          {!finished && (
            <>
              <Button size="xs" variant="default" onClick={() => (upload.paused ? queue.resume() : queue.pause())}>
                {upload.paused ? 'Resume' : 'Pause'}
              </Button>
              <Button size="xs" variant="subtle" color="gray" onClick={() => queue.stop()}>
                Stop
              </Button>
            </>
          )}
          {finished && (
            <Button size="xs" variant="subtle" color="gray" onClick={() => forgetUpload(projectId)}>
              Close
            </Button>
          )}
        </div>
      </div>
      <Progress value={upload.total ? (done / upload.total) * 100 : 0} size={6} aria-label="Upload" />
      {upload.trouble && (
        <Note tone="warn" title={upload.trouble}>
          The upload goes on by itself as soon as it can.
        </Note>
      )}
      <Files title={`${plural(upload.refused.length, 'file')} refused`} files={upload.refused} open />
      <Files
        title={`${plural(upload.duplicates.length, 'picture')} already in this project`}
        files={upload.duplicates.map((path) => ({ path, reason: '' }))}
        open={false}
      />
      <Files title={`${plural(upload.remarks.length, 'picture')} taken with a remark`} files={upload.remarks} open />
      {upload.passedOver.size > 0 && <p className={styles.passed}>{passedOverText(upload.passedOver)}</p>}
    </div>
  )
}

function passedOverText(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([, a], [, b]) => b - a)
  const total = sorted.reduce((sum, [, count]) => sum + count, 0)
  const some = sorted.slice(0, 5).map(([why, count]) => `${formatCount(count)} ${why}`)
  return `${plural(total, 'other file or folder', 'other files or folders')} passed over (${some.join(', ')}${sorted.length > 5 ? ', …' : ''}).`
}

function headline(upload: UploadView, finished: boolean): string {
  if (finished) return upload.refused.length > 0 ? 'Sent, with exceptions.' : 'All sent.'
  return upload.paused ? 'Paused.' : 'Sending…'
}

function Files(props: { title: string; files: { path: string; reason: string }[]; open: boolean }) {
  if (props.files.length === 0) return null
  return (
    <details className={styles.details} open={props.open}>
      <summary>{props.title}</summary>
      <ul className={styles.files}>
        {props.files.slice(0, maxLines).map((file) => (
          <li key={file.path}>
            <span className={styles.path}>{file.path}</span>
            {file.reason && <span className={styles.reason}>{file.reason}</span>}
          </li>
        ))}
        {props.files.length > maxLines && <li>and {formatCount(props.files.length - maxLines)} more</li>}
      </ul>
    </details>
  )
}
