import { Button, Group, Modal, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ProblemNote } from './note.tsx'

/**
 * A button that asks before it acts. The dialog says what will happen; its button names the act and stays until the
 * server has answered.
 */
export function ConfirmButton(props: {
  title: string
  text: ReactNode
  /** What the dialog's button says: a verb, such as "Revoke key". */
  act: string
  run: () => Promise<unknown>
  danger?: boolean
  trigger: (open: () => void) => ReactNode
}) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      {props.trigger(() => setOpened(true))}
      <Confirm {...props} opened={opened} close={() => setOpened(false)} />
    </>
  )
}

/** The dialog of {@link ConfirmButton}, for places (menus) whose button is gone while it is open. */
export function Confirm(props: {
  title: string
  text: ReactNode
  act: string
  run: () => Promise<unknown>
  danger?: boolean
  /** Something has to be typed first. */
  blocked?: boolean
  opened: boolean
  close: () => void
}) {
  const action = useMutation({ mutationFn: props.run, onSuccess: props.close })
  const close = () => {
    action.reset()
    props.close()
  }
  return (
    <Modal opened={props.opened} onClose={close} title={props.title}>
      <Stack gap="md">
        <div>{props.text}</div>
        {action.error && <ProblemNote error={action.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Keep as it is
          </Button>
          <Button
            color={props.danger ? 'red' : undefined}
            disabled={props.blocked}
            loading={action.isPending}
            onClick={() => action.mutate()}
          >
            {props.act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
