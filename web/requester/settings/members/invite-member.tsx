import { Button, Group, Modal, Radio, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type Role, roles } from '@whisker/api/endpoint.ts'
import { useState } from 'react'
import { service } from '../../../service/client.ts'
import { Copyable } from '../../../ui/copy.tsx'
import { useForm } from '../../../ui/form.tsx'
import { Note } from '../../../ui/note.tsx'
import { invitationsQuery } from '../queries.ts'
import styles from '../settings.module.css'
import { roleWords } from './roles.ts'

/** Makes an invitation and shows its link, this once. */
export function InviteMember({ opened, close }: { opened: boolean; close: () => void }) {
  const [url, setUrl] = useState<string | null>(null)
  const done = () => {
    setUrl(null)
    close()
  }
  return (
    <Modal
      opened={opened}
      onClose={done}
      title={url ? 'The invitation' : 'Invite a member'}
      closeOnClickOutside={url === null}
    >
      {url ? (
        <div className={styles.reveal}>
          <Copyable value={url} label="Invitation link" secret />
          <Note tone="warn">Send this link to the person. It works once, for seven days, and is shown only now.</Note>
          <Group justify="flex-end">
            <Button onClick={done}>Done</Button>
          </Group>
        </div>
      ) : (
        <InviteForm made={setUrl} />
      )}
    </Modal>
  )
}

function InviteForm({ made }: { made: (url: string) => void }) {
  const cache = useQueryClient()
  const form = useForm({
    initial: { email: '', role: 'editor' as Role },
    submit: ({ email, role }) =>
      service.createInvitation({ body: { role, ...(email.trim() !== '' && { email: email.trim() }) } }),
    done: (invitation) => {
      void cache.invalidateQueries({ queryKey: invitationsQuery.queryKey })
      if (invitation.url) made(invitation.url)
    },
  })
  return (
    <form className={styles.form} onSubmit={form.onSubmit}>
      <Radio.Group label="Role" value={form.values.role} onChange={(role) => form.set('role', role as Role)}>
        <Stack gap={8} mt={6}>
          {roles.toReversed().map((role) => (
            <Radio key={role} value={role} label={roleWords[role].name} description={roleWords[role].may} />
          ))}
        </Stack>
      </Radio.Group>
      <TextInput
        label="E-mail"
        description="Optional. With it, only this address can join."
        type="email"
        {...form.text('email')}
      />
      {form.problem}
      <Group justify="flex-end">
        <Button type="submit" loading={form.pending}>
          Make the link
        </Button>
      </Group>
    </form>
  )
}
