import { Button, Select, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type Task, taskStatuses } from '@whisker/api/tasks.ts'
import { useState } from 'react'
import { Icon } from '../../../../ui/icons.tsx'
import { taskWords } from '../../status.tsx'
import type { TaskFilters } from './filters.ts'
import styles from './tasks.module.css'

const anyStatus = 'all'

export function FilterBar({ projectId, filters }: { projectId: number; filters: TaskFilters }) {
  const navigate = useNavigate()
  const [id, setId] = useState(filters.external_id ?? '')
  const go = (change: { [K in keyof TaskFilters]: TaskFilters[K] | undefined }) => {
    const next = Object.fromEntries(Object.entries({ ...filters, ...change }).filter(([, value]) => value))
    void navigate({
      to: '/projects/$project/tasks',
      params: { project: String(projectId) },
      search: next as TaskFilters,
    })
  }
  return (
    <form
      className={styles.filters}
      onSubmit={(event) => {
        event.preventDefault()
        go({ external_id: id.trim() || undefined })
      }}
    >
      <Select
        className={styles.status}
        aria-label="Status"
        value={filters.status ?? anyStatus}
        onChange={(value) => go({ status: value === anyStatus ? undefined : (value as Task['status']) })}
        data={[
          { value: anyStatus, label: 'Every status' },
          ...taskStatuses.map((status) => ({ value: status, label: taskWords[status][1] })),
        ]}
      />
      <Select
        className={styles.status}
        aria-label="Order"
        value={filters.order ?? 'oldest'}
        onChange={(value) => go({ order: value === 'newest' ? 'newest' : undefined })}
        data={[
          { value: 'oldest', label: 'Oldest first' },
          { value: 'newest', label: 'Newest first' },
        ]}
      />
      <TextInput
        className={styles.id}
        aria-label="External id"
        placeholder="External id, then Enter"
        leftSection={<Icon name="search" />}
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
      />
      {(filters.status || filters.external_id) && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            setId('')
            go({ status: undefined, external_id: undefined })
          }}
        >
          Clear
        </Button>
      )}
    </form>
  )
}
