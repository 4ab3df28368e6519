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
  const [search, setSearch] = useState(filters.search ?? filters.external_id ?? '')
  const [label, setLabel] = useState(filters.label ?? '')
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
        go({ search: search.trim() || undefined, label: label.trim() || undefined, external_id: undefined })
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
        onChange={(value) => go({ order: value === 'oldest' ? undefined : (value as TaskFilters['order']) })}
        data={[
          { value: 'oldest', label: 'Oldest first' },
          { value: 'newest', label: 'Newest first' },
          { value: 'least_confident', label: 'Least certain first' },
        ]}
      />
      <TextInput
        className={styles.id}
        aria-label="Name or external id"
        placeholder="Name or external id"
        leftSection={<Icon name="search" />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <TextInput
        className={styles.id}
        aria-label="Label"
        placeholder="Label, such as animal=cat"
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <button type="submit" hidden />
      {(filters.status || filters.external_id || filters.search || filters.label) && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            setSearch('')
            setLabel('')
            go({ status: undefined, external_id: undefined, search: undefined, label: undefined })
          }}
        >
          Clear
        </Button>
      )}
    </form>
  )
}
