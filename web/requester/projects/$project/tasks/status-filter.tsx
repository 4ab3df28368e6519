import { Button, Checkbox, Popover, Stack } from '@mantine/core'
import { taskStatuses } from '@whisker/api/tasks.ts'
import { Icon } from '../../../../ui/icons.tsx'
import { taskWords } from '../../status.tsx'
import { type Change, statusesOf, type TaskFilters } from './filters.ts'
import styles from './tasks.module.css'

/** One status, several, or every one. */
export function StatusFilter({ filters, go }: { filters: TaskFilters; go: (change: Change) => void }) {
  const chosen = statusesOf(filters)
  const words = chosen.map((status) => taskWords[status][1])
  return (
    <Popover position="bottom-start" trapFocus returnFocus>
      <Popover.Target>
        <Button
          className={styles.status}
          variant="default"
          justify="space-between"
          rightSection={<Icon name="down" size={14} />}
          title={words.join(', ') || undefined}
        >
          {words.length > 1 ? `${words.length} statuses` : (words[0] ?? 'Every status')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Checkbox.Group
          aria-label="Status"
          value={chosen}
          onChange={(values) => go({ status: values.length === 0 ? undefined : values.join() })}
        >
          <Stack gap="sm">
            {taskStatuses.map((status) => (
              <Checkbox key={status} value={status} label={taskWords[status][1]} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  )
}
