import { ActionIcon, Button, Menu } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import { useState } from 'react'
import { useMay } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { keyOf } from '../../../service/query-keys.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { notifyProblem } from '../../../ui/notify.ts'
import { useCopy } from '../../../ui/use-copy.ts'
import { projectQuery } from '../queries.ts'
import { DeleteProject } from './delete-project.tsx'

/** The link for workers, a pause, and what is rare. */
export function ProjectActions({ project }: { project: Project }) {
  const editor = useMay('editor')
  const owner = useMay('owner')
  const change = useProjectChange(project.id)
  const [archiving, setArchiving] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const params = { project_id: project.id }
  if (!editor) return null
  return (
    <>
      {project.status !== 'archived' && <CopyLabelLink project={project} />}
      {project.status === 'active' && (
        <Button
          variant="default"
          leftSection={<Icon name="pause" />}
          loading={change.isPending}
          onClick={() => change.mutate(() => service.pauseProject({ params }))}
        >
          Pause
        </Button>
      )}
      {project.status === 'paused' && (
        <Button
          leftSection={<Icon name="play" />}
          loading={change.isPending}
          onClick={() => change.mutate(() => service.resumeProject({ params }))}
        >
          Resume
        </Button>
      )}
      {project.status === 'archived' && (
        <Button
          variant="default"
          loading={change.isPending}
          onClick={() => change.mutate(() => service.unarchiveProject({ params }))}
        >
          Open again
        </Button>
      )}
      {(project.status !== 'archived' || owner) && (
        <Menu position="bottom-end" width={200}>
          <Menu.Target>
            <ActionIcon variant="default" size={32} aria-label="More actions">
              <Icon name="dots" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {project.status !== 'archived' && (
              <Menu.Item leftSection={<Icon name="archive" />} onClick={() => setArchiving(true)}>
                Archive the project…
              </Menu.Item>
            )}
            {owner && (
              <Menu.Item color="red" leftSection={<Icon name="trash" />} onClick={() => setDeleting(true)}>
                Delete the project…
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <Confirm
        opened={archiving}
        close={() => setArchiving(false)}
        title={`Archive “${project.title}”?`}
        text="No new tasks can be sent and no more answers are taken. Everything stays readable, and you can open it again."
        act="Archive the project"
        run={() => change.mutateAsync(() => service.archiveProject({ params }))}
      />
      <DeleteProject project={project} opened={deleting} close={() => setDeleting(false)} />
    </>
  )
}

function useProjectChange(id: number) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (call: () => Promise<Project>) => call(),
    onSuccess: (project) => {
      cache.setQueryData(projectQuery(id).queryKey, project)
      void cache.invalidateQueries({ queryKey: keyOf.projects() })
    },
    onError: notifyProblem,
  })
}

function CopyLabelLink({ project }: { project: Project }) {
  const { copied, copy } = useCopy()
  const fetchLink = useMutation({
    mutationFn: () => service.readLabelLink({ params: { project_id: project.id } }),
    onSuccess: ({ url }) => copy(url),
    onError: notifyProblem,
  })
  return (
    <Button
      variant="default"
      leftSection={<Icon name={copied ? 'check' : 'link'} />}
      loading={fetchLink.isPending}
      onClick={() => fetchLink.mutate()}
    >
      {copied ? 'Link copied' : 'Copy label link'}
    </Button>
  )
}
