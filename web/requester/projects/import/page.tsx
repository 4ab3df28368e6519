import { Page } from '../../../ui/page.tsx'
import { ImportPanel } from '../../import/import-panel.tsx'
import { usePageTitle } from '../../page-title.ts'

/** /app/projects/import */
export function ImportPage() {
  return (
    <Page
      title={usePageTitle()}
      lead="Tasks out of the files of another program, with what was labeled there. The form is made of the file."
    >
      <ImportPanel project={null} />
    </Page>
  )
}
