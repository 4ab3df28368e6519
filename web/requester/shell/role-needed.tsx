import type { Role } from '@whisker/api/endpoint.ts'
import type { ReactNode } from 'react'
import { useMay } from '../../account/session.ts'
import { Note } from '../../ui/note.tsx'
import { Page } from '../../ui/page.tsx'
import { usePageTitle } from '../page-title.ts'

/** A page that is not for every member, or why it is not shown. The server decides; this says it before anything is asked. */
export function ForRole({ role, children }: { role: Role; children: ReactNode }) {
  const may = useMay(role)
  const title = usePageTitle()
  if (may) return children
  return (
    <Page title={title}>
      <Note>This page needs the role {role}. An owner of the workspace can give it to you.</Note>
    </Page>
  )
}
