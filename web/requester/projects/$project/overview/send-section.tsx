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
      <Section title="Add tasks" actions={<Ways project={project} hasPictures={false} />}>
        <Note>
          An item of this project has several parts (
          {project.input_spec.map(({ label, name }) => label || name).join(', ')}). Send them by API: the code below
          does it, and so does an import of a table.
        </Note>
      </Section>
    )
  const { Send } = sending[field.type]
  return (
    <Section
      title={`Add ${media[field.type].many}`}
      actions={<Ways project={project} hasPictures={mediumOf(field).keeps === 'file'} />}
    >
      <Send projectId={project.id} fieldName={field.name} />
    </Section>
  )
}

/** Other ways in. */
function Ways({ project, hasPictures }: { project: Project; hasPictures: boolean }) {
  const params = { project: String(project.id) }
  return (
    <>
      <Anchor size="sm" renderRoot={(props) => <Link to="/projects/$project/import" params={params} {...props} />}>
        From another program
      </Anchor>
      {hasPictures && (
        <Anchor size="sm" renderRoot={(props) => <Link to="/projects/$project/bucket" params={params} {...props} />}>
          From a bucket
        </Anchor>
      )}
    </>
  )
}
