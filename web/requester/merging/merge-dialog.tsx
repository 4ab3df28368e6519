import { Button, Group, Modal, Stack } from '@mantine/core'
import { type Columns, DataTable } from '../../ui/data-table.tsx'
import type { Conflict } from './merge.ts'

const columns: Columns<Conflict> = [
  { head: 'Setting', dir: 'auto', cell: ({ at }) => at },
  { head: 'Yours', dir: 'auto', cell: ({ mine }) => shown(mine) },
  { head: 'Theirs', dir: 'auto', cell: ({ theirs }) => shown(theirs) },
]

/** Two people have changed the same things in different ways: which stands? `choose(null)`: nothing is saved. */
export function MergeDialog(props: {
  conflicts: readonly Conflict[]
  /** Who, and when, as the server tells it. */
  told: string
  choose: (side: 'mine' | 'theirs' | null) => void
}) {
  const { conflicts, told, choose } = props
  return (
    <Modal opened onClose={() => choose(null)} title="Somebody else has changed this too" size="lg">
      <Stack gap="md">
        <p>{told} Everything else from both of you is kept; only these were changed by both:</p>
        <DataTable rows={conflicts} columns={columns} keyOf={({ at }) => at} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => choose(null)}>
            Go on editing
          </Button>
          <Button variant="default" onClick={() => choose('theirs')}>
            Save with theirs
          </Button>
          <Button onClick={() => choose('mine')}>Save with mine</Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function shown(value: unknown): string {
  if (value === undefined) return '(taken away)'
  if (value === '') return '(empty)'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  return text.length > 300 ? `${text.slice(0, 300)} …` : text
}
