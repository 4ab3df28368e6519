import { Button, Group, PasswordInput, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Bucket, BucketCheck } from '@whisker/api/buckets.ts'
import { fileMedia } from '@whisker/api/media/media.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { useState } from 'react'
import { service } from '../../../../service/client.ts'
import { useForm } from '../../../../ui/form.tsx'
import { ProblemNote } from '../../../../ui/note.tsx'
import { bucketQuery } from '../queries.ts'
import { CheckResult } from './check-result.tsx'
import { intervals } from './intervals.ts'

type Keys = { access_key_id: string; secret_access_key: string }
type Values = {
  endpoint: string
  region: string
  bucket: string
  prefix: string
  pattern: string
  credentials: Keys
  interval: string
  field: string | null
}

const noKeys = { access_key_id: '', secret_access_key: '' }
const fresh: Values = {
  ...{ endpoint: '', region: 'us-east-1', bucket: '', prefix: '', pattern: '' },
  ...{ credentials: noKeys, interval: '60', field: null },
}

/**
 * Where the pictures are. First it is looked into, and what would come is shown; then it is followed, with the very settings that
 * were looked at.
 */
export function BucketForm({ project, bucket, done }: { project: Project; bucket?: Bucket; done?: () => void }) {
  const cache = useQueryClient()
  const params = { project_id: project.id }
  const [looked, setLooked] = useState<{ at: Values; check: BucketCheck } | null>(null)
  const form = useForm({
    initial: bucket ? valuesOf(bucket) : fresh,
    submit: async (values: Values) => ({
      at: values,
      check: await service.checkBucket({ params, body: placeOf(values, bucket) }),
    }),
    done: setLooked,
  })
  const follow = useMutation({
    mutationFn: ({ interval, field, ...values }: Values) =>
      service.putBucket({
        params,
        body: {
          ...placeOf(values, bucket),
          ...{ interval_minutes: Number(interval), ...(field !== null && { field }) },
          ...(bucket && { based_on: bucket.updated_at }),
        },
      }),
    onSuccess: async () => {
      await cache.invalidateQueries({ queryKey: bucketQuery(project.id).queryKey })
      done?.()
    },
  })
  const key = (name: keyof Keys) => ({
    value: form.values.credentials[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      form.set('credentials', { ...form.values.credentials, [name]: event.currentTarget.value }),
  })
  const fields = project.input_spec.filter(({ type }) => fileMedia.includes(type))
  // Who changes something looks again.
  const isLooked = looked !== null && looked.at === form.values
  const hasKeys = bucket?.credentials === 'sealed'
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput
            label="Endpoint"
            type="url"
            placeholder="https://s3.eu-central-1.amazonaws.com"
            required
            withAsterisk={false}
            {...form.text('endpoint')}
          />
          <TextInput label="Region" {...form.text('region')} />
          <TextInput label="Bucket" placeholder="cameras" required withAsterisk={false} {...form.text('bucket')} />
          <TextInput label="Only names that begin with" placeholder="2026/" {...form.text('prefix')} />
          <TextInput
            label="Access key"
            autoComplete="off"
            placeholder={hasKeys ? 'As before' : 'None: everybody may read it'}
            error={form.fault('credentials')}
            {...key('access_key_id')}
          />
          <PasswordInput
            label="Secret"
            autoComplete="new-password"
            placeholder={hasKeys ? 'As before' : ''}
            {...key('secret_access_key')}
          />
          <TextInput
            label="Only names that fit"
            placeholder="**/left/*.jpg"
            description="* within a folder, ** across. Empty: whatever ends like a picture."
            {...form.text('pattern')}
          />
          <Select
            label="Look for new pictures"
            description="Only what is new or was written anew is read."
            data={intervals(Number(form.values.interval))}
            value={form.values.interval}
            onChange={(value) => form.set('interval', value ?? '60')}
            allowDeselect={false}
          />
          {fields.length > 1 && (
            <Select
              label="Field that gets the picture"
              data={fields.map(({ name, label }) => ({ value: name, label: label || name }))}
              value={form.values.field}
              onChange={(value) => form.set('field', value)}
            />
          )}
        </SimpleGrid>
        {form.problem}
        {isLooked && <CheckResult check={looked.check} />}
        {follow.error && <ProblemNote error={follow.error} />}
        <Group justify="flex-end" gap="xs">
          <Button type="submit" variant={isLooked ? 'default' : 'filled'} loading={form.pending}>
            Look into it
          </Button>
          <Button
            disabled={!isLooked || looked?.check.readable === false}
            loading={follow.isPending}
            onClick={() => follow.mutate(form.values)}
          >
            Follow the bucket
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** Keys that are left empty are those of before; where there are none, everybody may read the bucket. */
function placeOf(
  { endpoint, region, bucket, prefix, pattern, credentials }: Omit<Values, 'interval' | 'field'>,
  before?: Bucket,
) {
  const isEmpty = credentials.access_key_id === '' && credentials.secret_access_key === ''
  const keys = !isEmpty ? { credentials } : before?.credentials === 'sealed' ? {} : { credentials: null }
  return { endpoint: endpoint.trim(), region: region.trim(), bucket: bucket.trim(), prefix, pattern, ...keys }
}

function valuesOf({ endpoint, region, bucket, prefix, pattern, interval_minutes, field }: Bucket): Values {
  return { endpoint, region, bucket, prefix, pattern, credentials: noKeys, interval: String(interval_minutes), field }
}
