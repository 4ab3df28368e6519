import { takenNames } from '@whisker/api/formats.ts'
import type { Collected } from './collect.ts'
import { FileZone } from './file-zone.tsx'
import { UploadProgress } from './upload-progress.tsx'
import { uploadOf, useUpload } from './uploads.ts'

/** Takes pictures and folders of pictures, dropped or chosen, and makes a task of each. */
export function DropZone({ projectId, fieldName }: { projectId: number; fieldName: string }) {
  const upload = useUpload(projectId)
  const send = ({ sources, passedOver }: Collected) => {
    const queue = uploadOf(projectId, fieldName)
    queue.passOver(passedOver)
    queue.add(sources)
  }
  return (
    <>
      <FileZone
        title="Drop a folder of pictures here"
        words={`${takenNames}. Each picture becomes a task; what was sent before is not sent twice.`}
        small={upload !== null}
        take={send}
      />
      {upload && <UploadProgress projectId={projectId} fieldName={fieldName} upload={upload} />}
    </>
  )
}
