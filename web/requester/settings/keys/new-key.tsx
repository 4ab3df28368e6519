import { Button, Group, Modal } from '@mantine/core'
import { useState } from 'react'
import { Copyable } from '../../../ui/copy.tsx'
import { Note } from '../../../ui/note.tsx'
import styles from '../settings.module.css'
import { KeyForm } from './key-form.tsx'

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
