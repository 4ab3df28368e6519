import { Button } from '@mantine/core'
import { takenNames } from '@whisker/api/formats.ts'
import { type DragEvent, useRef, useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { type Collected, fromDrop, fromFileList } from './collect.ts'
import styles from './drop-zone.module.css'
import { UploadProgress } from './upload-progress.tsx'
import { uploadOf, useUpload } from './uploads.ts'

/** Takes pictures and folders of pictures, dropped or chosen, and makes a task of each. */
export function DropZone({ projectId, fieldName }: { projectId: number; fieldName: string }) {
  const [over, setOver] = useState(false)
  const upload = useUpload(projectId)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)

  const send = ({ sources, passedOver }: Collected) => {
    const queue = uploadOf(projectId, fieldName)
    queue.passOver(passedOver)
    queue.add(sources)
  }
  const onDrop = async (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    send(await fromDrop(event.dataTransfer.items))
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the buttons do the same */}
      <div
        className={styles.zone}
        data-over={over || undefined}
        data-small={upload !== null || undefined}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <span className={styles.icon}>
          <Icon name="upload" size={20} />
        </span>
        <p className={styles.words}>
          <strong>Drop a folder of pictures here</strong>
          <span>{takenNames}. Each picture becomes a task; what was sent before is not sent twice.</span>
        </p>
        <div className={styles.buttons}>
          <Button size="xs" variant="default" onClick={() => folder.current?.click()}>
            Choose a folder
          </Button>
          <Button size="xs" variant="default" onClick={() => files.current?.click()}>
            Choose files
          </Button>
        </div>
        <input ref={files} type="file" multiple hidden onChange={(event) => take(event.currentTarget, send)} />
        <input
          ref={(element) => {
            folder.current = element
            if (element) element.webkitdirectory = true
          }}
          type="file"
          multiple
          hidden
          onChange={(event) => take(event.currentTarget, send)}
        />
      </div>
      {upload && <UploadProgress projectId={projectId} fieldName={fieldName} upload={upload} />}
    </>
  )
}

function take(input: HTMLInputElement, send: (collected: Collected) => void): void {
  send(fromFileList(input.files ?? []))
  // The same folder can be chosen again.
  input.value = ''
}
