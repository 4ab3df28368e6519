import { Button, Group, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Bucket } from '@whisker/api/buckets.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { useState } from 'react'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { Age } from '../../../../ui/age.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { ConfirmButton } from '../../../../ui/confirm.tsx'
import { Figure } from '../../../../ui/figure.tsx'
import { Icon } from '../../../../ui/icons.tsx'
import { Note, ProblemNote } from '../../../../ui/note.tsx'
import { formatCount, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import styles from './bucket.module.css'
import { BucketForm } from './bucket-form.tsx'

/** The bucket, how far it is, and what can be done with it. */
export function StateSection({ project, bucket }: { project: Project; bucket: Bucket }) {
  const editor = useMay('editor')
  const { objects, trouble, status, pass, credentials } = bucket
  return (
    <Section
      title={`s3://${bucket.bucket}/${bucket.prefix}`}
      actions={editor && <Actions project={project} bucket={bucket} />}
    >
      <div className={styles.stack}>
        <p className={styles.place}>
          <State bucket={bucket} /> {bucket.endpoint}
          {bucket.pattern !== '' && (
            <>
              {' '}
              · names that fit <bdi>{bucket.pattern}</bdi>
            </>
          )}
        </p>
        {credentials === 'unreadable' && (
          <Note tone="danger" title="The keys of the bucket cannot be opened here">
            This server does not have what they were sealed with. Change the bucket and give its keys again.
          </Note>
        )}
        {trouble && (
          <Note tone="warn" title="The last pass did not come to its end">
            {trouble.detail}
          </Note>
        )}
        <dl className={styles.figures}>
          <Figure name="Taken">{formatCount(objects.taken)}</Figure>
          <Figure name="Waiting" hint={pass ? `${plural(pass.listed, 'object')} listed so far` : ''}>
            {formatCount(objects.waiting)}
          </Figure>
          <Figure name="Not taken">{formatCount(objects.failed)}</Figure>
          <Figure name="Written anew">{formatCount(objects.replaced)}</Figure>
          <Figure name="Gone">{formatCount(objects.removed)}</Figure>
        </dl>
        <p className={styles.place}>
          <LastPass bucket={bucket} />
          {status === 'following' && !pass && bucket.next_pass_at && (
            <>
              {' '}
              The next one begins <Age at={bucket.next_pass_at} />.
            </>
          )}
        </p>
      </div>
    </Section>
  )
}

function State({ bucket: { status, pass, trouble } }: { bucket: Bucket }) {
  if (status === 'paused') return <Badge>Paused</Badge>
  if (trouble) return <Badge tone="warn">Waits</Badge>
  return <Badge tone="accent">{pass ? 'At work' : 'Followed'}</Badge>
}

function LastPass({ bucket: { last_pass } }: { bucket: Bucket }) {
  if (!last_pass) return 'No pass has come to its end yet.'
  const { finished_at, listed, requests, taken, removed } = last_pass
  const found = [taken > 0 && plural(taken, 'picture'), removed > 0 && `${formatCount(removed)} gone`].filter(Boolean)
  return (
    <>
      Last pass: {finished_at && <Age at={finished_at} />}, {plural(listed, 'object')} with{' '}
      {plural(requests, 'request')}, {found.length === 0 ? 'nothing new' : found.join(', ')}.
    </>
  )
}

function Actions({ project, bucket }: { project: Project; bucket: Bucket }) {
  const cache = useQueryClient()
  const [changing, setChanging] = useState(false)
  const params = { project_id: project.id }
  const again = () => cache.invalidateQueries({ queryKey: keyOf.bucket(project.id) })
  const act = useMutation({ mutationFn: (what: () => Promise<unknown>) => what(), onSettled: again })
  const isPaused = bucket.status === 'paused'
  return (
    <>
      <Group gap="xs">
        {!isPaused && (
          <Button
            size="xs"
            variant="default"
            loading={act.isPending}
            onClick={() => act.mutate(() => service.passBucket({ params }))}
          >
            Look now
          </Button>
        )}
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name={isPaused ? 'play' : 'pause'} />}
          onClick={() =>
            act.mutate(() => (isPaused ? service.resumeBucket({ params }) : service.pauseBucket({ params })))
          }
        >
          {isPaused ? 'Follow again' : 'Pause'}
        </Button>
        <Button size="xs" variant="default" onClick={() => setChanging(true)}>
          Change
        </Button>
        <ConfirmButton
          title="Follow this bucket no more?"
          text="Its keys and what is known of its objects are forgotten. Tasks and pictures that came from it stay."
          act="Follow it no more"
          danger
          run={async () => {
            await service.deleteBucket({ params })
            await again()
          }}
          trigger={(open) => (
            <Button size="xs" variant="subtle" color="red" onClick={open}>
              Leave
            </Button>
          )}
        />
      </Group>
      {act.error && <ProblemNote error={act.error} />}
      <Modal opened={changing} onClose={() => setChanging(false)} title="Change the bucket" size="lg">
        <BucketForm project={project} bucket={bucket} done={() => setChanging(false)} />
      </Modal>
    </>
  )
}
