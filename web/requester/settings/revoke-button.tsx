import { Button } from '@mantine/core'
import { ConfirmButton } from '../../ui/confirm.tsx'

/** In a row of a table: takes away for good what the row is about. */
export function RevokeButton(props: {
  title: string
  text: string
  act: string
  run: () => Promise<void>
  word?: string
  /** What a screen reader says, where the word alone does not tell of what. */
  label?: string
}) {
  const { word = 'Revoke', label, ...dialog } = props
  return (
    <ConfirmButton
      {...dialog}
      danger
      trigger={(open) => (
        <Button size="xs" variant="subtle" color="red" onClick={open} aria-label={label}>
          {word}
        </Button>
      )}
    />
  )
}
