import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { workersQuery } from '../queries.ts'
import type { Change, TaskFilters } from './filters.ts'
import styles from './tasks.module.css'

/** Who has answered. Somebody of the address who is not known here is shown by their id, and found in no task. */
export function WorkerFilter(props: { projectId: number; filters: TaskFilters; go: (change: Change) => void }) {
  const { worker } = props.filters
  const workers = useQuery({ ...workersQuery(props.projectId), refetchInterval: false })
  const known = (workers.data?.data ?? []).map(({ worker_id, name }) => ({
    value: worker_id,
    label: name || worker_id,
  }))
  return (
    <Select
      className={styles.status}
      aria-label="Worker"
      placeholder="Any worker"
      searchable
      clearable
      limit={50}
      nothingFoundMessage="No worker has this name"
      value={worker ?? null}
      onChange={(next) => props.go({ worker: next ?? undefined })}
      data={
        worker && !known.some(({ value }) => value === worker) ? [...known, { value: worker, label: worker }] : known
      }
    />
  )
}
