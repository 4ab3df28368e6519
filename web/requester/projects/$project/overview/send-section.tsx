import { Anchor } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { Note } from '../../../../ui/note.tsx'
import { Section } from '../../../../ui/page.tsx'
import { media } from '../../../media/media.ts'
import { sending } from '../../../media/sending.ts'
import { onlyField } from '../only-field.ts'

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
  const { Send } = sending[field.type]
  return (
    <Section
      title={`Add ${media[field.type].many}`}
      actions={mediumOf(field).keeps === 'file' && <BucketLink project={project} />}
    >
      <Send projectId={project.id} fieldName={field.name} />
    </Section>
  )
}

function BucketLink({ project }: { project: Project }) {
  return (
    <Anchor
      size="sm"
      renderRoot={(props) => (
        <Link to="/projects/$project/bucket" params={{ project: String(project.id) }} {...props} />
      )}
    >
      From a bucket
    </Anchor>
  )
}
