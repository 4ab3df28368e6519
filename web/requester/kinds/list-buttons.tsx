import { Button, Group } from '@mantine/core'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { Icon } from '../../ui/icons.tsx'

type Props = {
  field: Pick<OutputField, 'required'>
  list: readonly unknown[] | undefined
  /** What one is called. */
  noun: string
  /** What the first control of a correction gets. */
  first: { 'data-autofocus': true | undefined }
  add: () => void
  put: (value: FieldValue | null) => void
}

/** Below a list of what is there: one more, none, or no answer at all. */
export function ListButtons({ field, list, noun, first, add, put }: Props) {
  return (
    <Group gap="xs">
      <Button {...first} variant="default" size="xs" leftSection={<Icon name="plus" size={14} />} onClick={add}>
        Add another {noun}
      </Button>
      <Button
        variant={list?.length === 0 ? 'filled' : 'default'}
        size="xs"
        aria-pressed={list?.length === 0}
        onClick={() => put([])}
      >
        Nothing there
      </Button>
      {list && !field.required && (
        <Button variant="subtle" color="gray" size="xs" onClick={() => put(null)}>
          No answer
        </Button>
      )}
    </Group>
  )
}
