import { Button, Group, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { service } from '../../../service/client.ts'
import { Copyable } from '../../../ui/copy.tsx'
import { useForm } from '../../../ui/form.tsx'
import { Note } from '../../../ui/note.tsx'
import { keysQuery } from '../queries.ts'
import styles from '../settings.module.css'

/** Makes a key and shows it, this once. The dialog does not close by a click beside it while the key is shown. */
export function NewKey({ opened, close }: { opened: boolean; close: () => void }) {
  const [key, setKey] = useState<string | null>(null)
  const done = () => {
    setKey(null)
    close()
  }
  return (
    <Modal
      opened={opened}
      onClose={done}
      title={key ? 'Your new key' : 'Make a key'}
      closeOnClickOutside={key === null}
      closeOnEscape={key === null}
    >
      {key ? <ShowKey value={key} done={done} /> : <KeyForm made={setKey} />}
    </Modal>
  )
}

function KeyForm({ made }: { made: (key: string) => void }) {
  const cache = useQueryClient()
  const form = useForm({
    initial: { name: '', scope: 'write' },
    submit: ({ name, scope }) =>
      service.createApiKey({ body: { name, scopes: scope === 'write' ? ['read', 'write'] : ['read'] } }),
    done: ({ key }) => {
      void cache.invalidateQueries({ queryKey: keysQuery.queryKey })
      if (key) made(key)
    },
  })
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
      <div>
        <p id="scope-label" style={{ fontWeight: 500, marginBottom: 4 }}>
          Scope
        </p>
        <SegmentedControl
          size="xs"
          aria-labelledby="scope-label"
          value={form.values.scope}
          onChange={(scope) => form.set('scope', scope)}
          data={[
            { value: 'write', label: 'Read and write' },
            { value: 'read', label: 'Read only' },
          ]}
        />
      </div>
      {form.problem}
      <Group justify="flex-end">
        <Button type="submit" loading={form.pending}>
          Make the key
        </Button>
      </Group>
    </form>
  )
}

function ShowKey({ value, done }: { value: string; done: () => void }) {
  return (
    <div className={styles.reveal}>
      <Copyable value={value} label="API key" secret />
      <Note tone="warn">Copy it now: Whisker keeps only a hash of it and cannot show it again.</Note>
      <Group justify="flex-end">
        <Button onClick={done}>I have copied it</Button>
      </Group>
    </div>
  )
}
