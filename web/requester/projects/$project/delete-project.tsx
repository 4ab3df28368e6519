import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import { useState } from 'react'
import { service } from '../../../service/client.ts'
import { keyOf } from '../../../service/query-keys.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { notifyDone } from '../../../ui/notify.ts'

/** There is no way back, so the title has to be typed: nobody does that by a slip of the hand. */
export function DeleteProject(props: { project: Project; opened: boolean; close: () => void }) {
  const { project, opened, close } = props
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  return (
    <Confirm
      opened={opened}
      close={() => {
        setTyped('')
        close()
      }}
      title={`Delete “${project.title}” for good?`}
      text={
        <>
          <p>
            Its tasks, answers, results and pictures are removed, and its links and webhooks end. Only a backup brings
            them back. To put the project aside, archive it; to keep its results, download them first.
          </p>
          <TextInput
            mt="md"
            label="Type the title of the project"
            placeholder={project.title}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
          />
        </>
      }
      act="Delete for good"
      danger
      blocked={typed.trim() !== project.title.trim()}
      run={async () => {
        await service.deleteProject({ params: { project_id: project.id } })
        notifyDone('The project is deleted. Its rows and pictures are being removed in the background.')
        await navigate({ to: '/projects' })
        cache.removeQueries({ queryKey: keyOf.project(project.id) })
        await cache.invalidateQueries({ queryKey: keyOf.projects() })
      }}
    />
  )
}
