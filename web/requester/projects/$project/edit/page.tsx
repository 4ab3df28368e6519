import { Button, Drawer } from '@mantine/core'
import { useDisclosure, useDocumentTitle } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { Icon } from '../../../../ui/icons.tsx'
import { Note } from '../../../../ui/note.tsx'
import { notifyDone } from '../../../../ui/notify.ts'
import { changesOf, type Draft, draftOf } from '../../editor/draft.ts'
import { Editor } from '../../editor/editor.tsx'
import { projectQuery } from '../../queries.ts'
import { useProject } from '../project-context.tsx'
import styles from './edit.module.css'
import { VersionList } from './version-list.tsx'

/** /app/projects/:id/edit */
export function EditPage() {
  const project = useProject()
  const editor = useMay('editor')
  const cache = useQueryClient()
  const [versions, { open, close }] = useDisclosure(false)
  // The draft begins with the project as it is now; what others change meanwhile does not overwrite what is typed here.
  const [start] = useState(() => draftOf(project))
  useDocumentTitle(`Settings · ${project.title} · Whisker`)

  const save = async (draft: Draft) => {
    const before = draftOf(cache.getQueryData(projectQuery(project.id).queryKey) ?? project)
    const next = await service.editProject({ params: { project_id: project.id }, body: changesOf(before, draft) })
    cache.setQueryData(projectQuery(project.id).queryKey, next)
    void cache.invalidateQueries({ queryKey: ['projects'] })
    notifyDone(next.version > project.version ? `Saved. New tasks use version ${next.version}.` : 'Saved.')
    return undefined
  }
  const remark = (draft: Draft) => {
    const changes = changesOf(draftOf(project), draft)
    if (changes.input_spec || changes.output_spec)
      return `Saving makes version ${project.version + 1}. Tasks that are there keep their form.`
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
      <Editor start={start} isNew={false} save={save} saveLabel="Save changes" remark={remark} readOnly={!editor} />
      <Drawer opened={versions} onClose={close} title="Version history" position="right" size={560}>
        <VersionList project={project} />
      </Drawer>
    </>
  )
}
