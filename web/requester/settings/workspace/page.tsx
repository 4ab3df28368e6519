import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Workspace } from '@whisker/api/workspaces.ts'
import { sessionQuery, useMay } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { useForm } from '../../../ui/form.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { notifyDone } from '../../../ui/notify.ts'
import { Page, Section } from '../../../ui/page.tsx'
import { useMerging } from '../../merging/use-merging.tsx'
import { usePageTitle } from '../../page-title.ts'
import { workspaceQuery } from '../queries.ts'
import styles from '../settings.module.css'
import { DeletionsSection } from './deletions-section.tsx'
import { UsageSection } from './usage-section.tsx'

/** /app/settings/workspace */
export function WorkspacePage() {
  const workspace = useQuery(workspaceQuery)
  return (
    <Page title={usePageTitle()} width="form">
      <Section title="Name">
        <Loaded query={workspace} rows={2}>
          {(data) => <Rename workspace={data} />}
        </Loaded>
      </Section>
      <UsageSection />
      <DeletionsSection />
    </Page>
  )
}

const settingsOf = ({ title }: Workspace) => ({ title })

function Rename({ workspace }: { workspace: Workspace }) {
  const { title } = workspace
  const cache = useQueryClient()
  const owner = useMay('owner')
  const { save, dialog } = useMerging(workspace, settingsOf)
  const form = useForm({
    initial: { title },
    submit: (values) =>
      save(values, {
        read: () => service.readWorkspace(),
        // It has one setting: what differs is all of it.
        send: (changes, { updated_at }) =>
          service.editWorkspace({ body: { ...(changes as typeof values), based_on: updated_at } }),
      }),
    done: (next) => {
      if (next === 'cancelled') return
      form.set('title', next.title)
      cache.setQueryData(workspaceQuery.queryKey, next)
      void cache.invalidateQueries({ queryKey: sessionQuery.queryKey })
      notifyDone('The workspace has its new name.')
    },
  })
  return (
    <form className={styles.form} onSubmit={form.onSubmit}>
      <TextInput
        label="Name of the workspace"
        description="Members see it; workers do not."
        readOnly={!owner}
        required
        withAsterisk={false}
        {...form.text('title')}
      />
      {form.problem}
      {dialog}
      {owner && (
        <div>
          <Button type="submit" loading={form.pending} disabled={form.values.title === title}>
            Save
          </Button>
        </div>
      )}
    </form>
  )
}
