import { useMay } from '../../../../account/session.ts'
import { Empty } from '../../../../ui/empty.tsx'
import { Section } from '../../../../ui/page.tsx'
import { ImportPanel } from '../../../import/import-panel.tsx'
import { useProject } from '../project-context.tsx'

/** /app/projects/:id/import */
export function ImportIntoPage() {
  const { id, title, status, input_spec, output_spec } = useProject()
  const editor = useMay('editor')
  if (!editor || status === 'archived')
    return (
      <Section title="Import">
        <Empty icon="upload" title="Nothing can be imported">
          {editor ? 'The project is archived. Open it again first.' : 'An editor of the workspace can import files.'}
        </Empty>
      </Section>
    )
  return <ImportPanel project={{ id, title, fields: [...input_spec, ...output_spec].map(({ name }) => name) }} />
}
