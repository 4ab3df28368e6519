import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useForm } from '../../../../ui/form.tsx'

/** A button for what a worker reads the reason of: its dialog says what will happen, and asks why. */
export function ReasonButton(props: {
  button: string
  title: string
  text: ReactNode
  act: string
  danger?: boolean
  run: (body: { reason: string }) => Promise<unknown>
  done: () => unknown
}) {
  const [opened, setOpened] = useState(false)
  const form = useForm({
    initial: { reason: '' },
    submit: props.run,
    done: () => {
      setOpened(false)
      void props.done()
    },
  })
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        {props.button}
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={props.title}>
        <form onSubmit={form.onSubmit}>
          <Stack gap="md">
            <p>{props.text}</p>
            <TextInput label="Why" description="They read it." data-autofocus {...form.text('reason')} />
            {form.problem}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => setOpened(false)}>
                Keep as it is
              </Button>
              <Button type="submit" {...(props.danger && { color: 'red' })} loading={form.pending}>
                {props.act}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
