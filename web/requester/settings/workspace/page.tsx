import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { sessionQuery, useMay } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { useForm } from '../../../ui/form.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { notifyDone } from '../../../ui/notify.ts'
import { Page, Section } from '../../../ui/page.tsx'
import { workspaceQuery } from '../queries.ts'
import styles from '../settings.module.css'
import { DeletionsSection } from './deletions-section.tsx'
import { UsageSection } from './usage-section.tsx'

/** /app/settings/workspace */
export function WorkspacePage() {
  const workspace = useQuery(workspaceQuery)
  return (
    <Page title="Workspace settings" width="form">
      <Section title="Name">
        <Loaded query={workspace} rows={2}>
          {({ title }) => <Rename title={title} />}
        </Loaded>
      </Section>
      <UsageSection />
      <DeletionsSection />
    </Page>
  )
}

function Rename({ title }: { title: string }) {
  const cache = useQueryClient()
  const owner = useMay('owner')
  const form = useForm({
    initial: { title },
    submit: (values) => service.editWorkspace({ body: values }),
    done: (workspace) => {
      cache.setQueryData(workspaceQuery.queryKey, workspace)
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
