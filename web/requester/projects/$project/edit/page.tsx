import { Button, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { Icon } from '../../../../ui/icons.tsx'
import { Note } from '../../../../ui/note.tsx'
import { plural } from '../../../../ui/numbers.ts'
import { changesOf, type Draft, draftOf } from '../../editor/draft.ts'
import { Editor } from '../../editor/editor.tsx'
import { useProject } from '../project-context.tsx'
import styles from './edit.module.css'
import { useSave } from './use-save.tsx'
import { VersionList } from './version-list.tsx'

/** /app/projects/:id/edit */
export function EditPage() {
  const project = useProject()
  const editor = useMay('editor')
  const [versions, { open, close }] = useDisclosure(false)
  // The draft begins with the project as it is now; what others change meanwhile does not overwrite what is typed here.
  const [start] = useState(() => draftOf(project))

  const { save, askAboutOlder, dialog } = useSave(project)
  const older = useQuery({
    queryKey: keyOf.olderFormsThan(project),
    queryFn: () => service.previewEdit({ params: { project_id: project.id }, body: {} }),
    enabled: editor && project.version > 1,
  })
  const waiting = older.data ? older.data.answered.fitting + older.data.answered.misfits : 0
  const remark = (draft: Draft) => {
    const changes = changesOf(draftOf(project), draft)
    if (changes.input_spec || changes.output_spec)
      return `Saving makes version ${project.version + 1}. First you see what it does to the tasks that are there.`
    return 'There are unsaved changes.'
  }

  return (
    <>
      <div className={styles.head}>
        <span className={styles.version}>Version {project.version}</span>
        <Button size="xs" variant="subtle" color="gray" leftSection={<Icon name="clock" size={14} />} onClick={open}>
          Version history
        </Button>
      </div>
      {!editor && <Note>You may look at these settings. Changing them needs the role editor.</Note>}
      {older.data && waiting > 0 && (
        <Note
          action={
            <Button size="xs" variant="default" onClick={() => askAboutOlder(older.data)}>
              Ask these too …
            </Button>
          }
        >
          {plural(waiting, 'open task')} with answers {waiting === 1 ? 'is' : 'are'} still in an older form.
        </Note>
      )}
      <Editor start={start} isNew={false} save={save} saveLabel="Save changes" remark={remark} readOnly={!editor} />
      {dialog}
      <Drawer opened={versions} onClose={close} title="Version history" position="right" size={560}>
        <VersionList project={project} />
      </Drawer>
    </>
  )
}
