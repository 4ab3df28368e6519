import type { Project } from '@whisker/api/projects.ts'
import { Note } from '../../../../ui/note.tsx'
import { Section } from '../../../../ui/page.tsx'
import { DropZone } from '../upload/drop-zone.tsx'
import { TextLines } from '../upload/text-lines.tsx'

/** Sending from the browser, where an item is one picture or one text. */
export function SendSection({ project }: { project: Project }) {
  const field = onlyField(project)
  return (
    <Section title={field === null ? 'Add tasks' : field.type === 'text' ? 'Add texts' : 'Add pictures'}>
      {field === null && (
        <Note>
          An item of this project has several parts (
          {project.input_spec.map(({ label, name }) => label || name).join(', ')}). Send them by API: the code below
          does it.
        </Note>
      )}
      {field?.type === 'image' && <DropZone projectId={project.id} fieldName={field.name} />}
      {field?.type === 'text' && <TextLines projectId={project.id} fieldName={field.name} />}
    </Section>
  )
}

/** The input field that makes an item on its own, or null when an item needs several. */
function onlyField(project: Project) {
  const required = project.input_spec.filter((field) => field.required)
  if (required.length > 1) return null
  return required[0] ?? (project.input_spec.length === 1 ? (project.input_spec[0] ?? null) : null)
}
