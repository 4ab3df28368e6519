import type { Project } from '@whisker/api/project-settings.ts'
import { Note } from '../../../../ui/note.tsx'
import { Section } from '../../../../ui/page.tsx'
import { sending } from '../../../media/sending.ts'

/** Sending from the browser, where an item is one picture or one text. */
export function SendSection({ project }: { project: Project }) {
  const field = onlyField(project)
  if (field === null)
    return (
      <Section title="Add tasks">
        <Note>
          An item of this project has several parts (
          {project.input_spec.map(({ label, name }) => label || name).join(', ')}). Send them by API: the code below
          does it.
        </Note>
      </Section>
    )
  const { title, Send } = sending[field.type]
  return (
    <Section title={title}>
      <Send projectId={project.id} fieldName={field.name} />
    </Section>
  )
}

/** The input field that makes an item on its own, or null when an item needs several. */
function onlyField(project: Project) {
  const required = project.input_spec.filter((field) => field.required)
  if (required.length > 1) return null
  return required[0] ?? (project.input_spec.length === 1 ? (project.input_spec[0] ?? null) : null)
}
