import { Button, Group, Modal } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Webhook } from '@whisker/api/webhooks.ts'
import { useState } from 'react'
import { service } from '../../../../service/client.ts'
import { ProblemNote } from '../../../../ui/note.tsx'
import { ShowSecret } from '../new-webhook.tsx'
import styles from '../webhooks.module.css'

/** Makes a new secret and shows it, this once. */
export function RotateSecret({ webhook }: { webhook: Webhook }) {
  const [opened, setOpened] = useState(false)
  const rotate = useMutation({
    mutationFn: () => service.rotateWebhookSecret({ params: { webhook_id: webhook.id } }),
  })
  const close = () => {
    setOpened(false)
    rotate.reset()
  }
  const secret = rotate.data?.secret
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        New secret
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={secret ? 'The new secret' : 'Make a new secret?'}
        closeOnClickOutside={!secret}
        closeOnEscape={!secret}
      >
        {secret ? (
          <ShowSecret secret={secret} done={close} />
        ) : (
          <div className={styles.reveal}>
            <p>For 24 hours events are signed with the old secret too, so that you can change it without a gap.</p>
            {rotate.error && <ProblemNote error={rotate.error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                Keep the old one
              </Button>
              <Button loading={rotate.isPending} onClick={() => rotate.mutate()}>
                Make a new secret
              </Button>
            </Group>
          </div>
        )}
      </Modal>
    </>
  )
}
