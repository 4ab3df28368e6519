import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { ProjectDraft } from '@whisker/api/project-settings.ts'
import { useRef } from 'react'
import { service } from '../../../service/client.ts'
import { keyOf } from '../../../service/query-keys.ts'
import { Icon } from '../../../ui/icons.tsx'
import { Page } from '../../../ui/page.tsx'
import { usePageTitle } from '../../page-title.ts'
import type { Draft } from '../editor/draft.ts'
import { Editor } from '../editor/editor.tsx'
import { projectQuery } from '../queries.ts'
import { TemplateCards } from '../templates/template-cards.tsx'
import { blank, templates } from '../templates/templates.ts'

/** /app/projects/new: first a template, then the editor with it. */
export function NewProjectPage() {
  const { template: id } = useSearch({ from: '/inside/projects/new' })
  const title = usePageTitle()
  const draft = id === 'blank' ? blank : templates.find((template) => template.id === id)?.draft
  if (!draft)
    return (
      <Page
        title={title}
        lead="What do you want to know? Pick what comes closest; everything can be changed."
        actions={
          <Button component={Link} to="/projects/import" variant="default" leftSection={<Icon name="upload" />}>
            From another program
          </Button>
        }
      >
        <TemplateCards />
      </Page>
    )
  return <NewProject key={id} start={draft} />
}

function NewProject({ start }: { start: ProjectDraft }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const attempt = useRef({ body: '', key: '' })
  const create = async (draft: Draft) => {
    // One key for all tries with the same content: a retry after a lost answer makes no second project.
    const body = JSON.stringify(draft)
    if (attempt.current.body !== body)
      attempt.current = { body, key: crypto.getRandomValues(new Uint32Array(4)).join('-') }
    const project = await service.createProject({ body: draft, idempotencyKey: attempt.current.key })
    cache.setQueryData(projectQuery(project.id).queryKey, project)
    void cache.invalidateQueries({ queryKey: keyOf.projects() })
    return () => navigate({ to: '/projects/$project', params: { project: String(project.id) } })
  }
  return (
    <Page
      title={usePageTitle()}
      lead="Decide what you send and what people fill in. The preview shows what they will see."
      actions={
        <Button component={Link} to="/projects/new" variant="default" leftSection={<Icon name="left" />}>
          Other templates
        </Button>
      }
    >
      <Editor start={withDefaults(start)} isNew save={create} saveLabel="Create project" />
    </Page>
  )
}

/** A template as the schema completes it. The title may be empty still, so only the parts are put together here. */
function withDefaults(draft: ProjectDraft): Draft {
  return { ...ProjectDraft.parse({ ...draft, title: draft.title || 'x' }), title: draft.title }
}
