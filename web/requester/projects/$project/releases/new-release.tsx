import { Button, Checkbox, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import { service } from '../../../../service/client.ts'
import { useForm } from '../../../../ui/form.tsx'
import { releasesQuery } from '../queries.ts'

export function NewRelease(props: { project: Project; opened: boolean; close: () => void }) {
  return (
    <Modal opened={props.opened} onClose={props.close} title="Make a release">
      <ReleaseForm project={props.project} done={props.close} />
    </Modal>
  )
}

function ReleaseForm({ project, done }: { project: Project; done: () => void }) {
  const cache = useQueryClient()
  const form = useForm({
    initial: { name: '', notes: '', likely: false },
    submit: (body) => service.createRelease({ params: { project_id: project.id }, body }),
    done: () => {
      void cache.invalidateQueries({ queryKey: releasesQuery(project.id).queryKey })
      done()
    },
  })
  return (
    <form onSubmit={form.onSubmit}>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="What you will call it in papers and code."
          placeholder="Spring 2026"
          required
          withAsterisk={false}
          data-autofocus
          {...form.text('name')}
        />
        <Textarea
          label="Notes"
          description="What it is for, what was changed."
          autosize
          minRows={2}
          {...form.text('notes')}
        />
        <Checkbox
          label="Tasks that wait for a review too"
          description="With the label that their answers make likely."
          checked={form.values.likely}
          onChange={(event) => form.set('likely', event.currentTarget.checked)}
        />
        {form.problem}
        <Group justify="flex-end">
          <Button type="submit" loading={form.pending}>
            Make the release
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
