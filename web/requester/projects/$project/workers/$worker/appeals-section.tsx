import { Button, Group, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Appeal, WorkerDetail } from '@whisker/api/workers.ts'
import { useState } from 'react'
import { service } from '../../../../../service/client.ts'
import { Age } from '../../../../../ui/age.tsx'
import { ProblemNote } from '../../../../../ui/note.tsx'
import { Section } from '../../../../../ui/page.tsx'
import { workerQuery } from '../../queries.ts'

/** What a paused worker wrote, and the answer to it. */
export function AppealsSection(props: { project: Project; worker: WorkerDetail; editor: boolean }) {
  return (
    <Section title="What they wrote about the pause">
      {props.worker.appeals.map((appeal) => (
        <div key={appeal.id}>
          <p dir="auto">
            “{appeal.comment}” <Age at={appeal.created_at} />
          </p>
          {appeal.outcome ? (
            <p dir="auto">
              {appeal.outcome === 'resumed' ? 'The pause was ended.' : 'The pause was kept.'} {appeal.reply}
            </p>
          ) : (
            props.editor && <Answer project={props.project} appeal={appeal} />
          )}
        </div>
      ))}
    </Section>
  )
}

function Answer({ project, appeal }: { project: Project; appeal: Appeal }) {
  const cache = useQueryClient()
  const [reply, setReply] = useState('')
  const resolve = useMutation({
    mutationFn: (outcome: 'resumed' | 'kept') =>
      service.resolveAppeal({ params: { appeal_id: appeal.id }, body: { outcome, reply: reply.trim() } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: workerQuery(project.id, appeal.worker_id).queryKey }),
  })
  return (
    <>
      <Textarea
        label="Your answer"
        description="The worker reads it. It may be empty."
        value={reply}
        onChange={(event) => setReply(event.currentTarget.value)}
        maxLength={2000}
      />
      {resolve.error && <ProblemNote error={resolve.error} />}
      <Group gap="xs" mt="xs">
        <Button loading={resolve.isPending} onClick={() => resolve.mutate('resumed')}>
          Let them go on
        </Button>
        <Button variant="default" loading={resolve.isPending} onClick={() => resolve.mutate('kept')}>
          Keep the pause
        </Button>
      </Group>
    </>
  )
}
