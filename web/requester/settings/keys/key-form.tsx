import { Button, Checkbox, Group, MultiSelect, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type Scope, scopes } from '@whisker/api/endpoint.ts'
import { service } from '../../../service/client.ts'
import { useForm } from '../../../ui/form.tsx'
import { projectsQuery } from '../../projects/queries.ts'
import { keysQuery } from '../queries.ts'
import styles from '../settings.module.css'
import { scopeWords } from './scope-words.ts'

/** What a key may do, and where. @param made told the key's text, which is known this once */
export function KeyForm({ made }: { made: (key: string) => void }) {
  const cache = useQueryClient()
  const projects = useQuery(projectsQuery())
  const form = useForm({
    initial: { name: '', scopes: ['read', 'write'] as Scope[], reach: 'all', project_ids: [] as string[] },
    submit: ({ name, scopes, reach, project_ids }) =>
      service.createApiKey({
        body: { name, scopes, ...(reach === 'some' && { project_ids: project_ids.map(Number) }) },
      }),
    done: ({ key }) => {
      void cache.invalidateQueries({ queryKey: keysQuery.queryKey })
      if (key) made(key)
    },
  })
  const { values, set } = form
  const works = values.scopes.includes('work')
  const reach = works ? 'some' : values.reach
  const chooseScopes = (chosen: string[]) => {
    set('scopes', chosen as Scope[])
    if (chosen.includes('work')) set('reach', 'some')
  }
  return (
    <form className={styles.form} onSubmit={form.onSubmit}>
      <TextInput
        label="Name"
        description="Where it will be used, so that you know later which one to revoke."
        placeholder="Upload script"
        required
        withAsterisk={false}
        data-autofocus
        {...form.text('name')}
      />
      <Checkbox.Group label="Scopes" value={values.scopes} onChange={chooseScopes} error={form.fault('scopes')}>
        <Stack gap="xs" mt={6}>
          {scopes.map((scope) => (
            <Checkbox key={scope} value={scope} {...scopeWords[scope]} />
          ))}
        </Stack>
      </Checkbox.Group>
      <div>
        <p id="reach-label" className={styles.label}>
          Projects
        </p>
        <SegmentedControl
          size="xs"
          aria-labelledby="reach-label"
          value={reach}
          onChange={(value) => set('reach', value)}
          data={[
            { value: 'all', label: 'All, and the workspace', disabled: works },
            { value: 'some', label: 'Certain ones' },
          ]}
        />
      </div>
      {reach === 'some' && (
        <MultiSelect
          label="Which ones"
          description="For this key there are no others. What is of the whole workspace, such as webhooks, is refused."
          placeholder={values.project_ids.length === 0 ? 'Choose projects' : undefined}
          searchable
          data={(projects.data?.data ?? []).map(({ id, title }) => ({ value: String(id), label: `${title} (${id})` }))}
          value={values.project_ids}
          onChange={(chosen) => set('project_ids', chosen)}
          error={form.fault('project_ids')}
        />
      )}
      {form.problem}
      <Group justify="flex-end">
        <Button type="submit" loading={form.pending}>
          Make the key
        </Button>
      </Group>
    </form>
  )
}
