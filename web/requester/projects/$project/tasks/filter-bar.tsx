import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Icon } from '../../../../ui/icons.tsx'
import { ConfidenceFilter } from './confidence-filter.tsx'
import { DayFilter } from './day-filter.tsx'
import { type Change, isFiltered, onlyChosen, type TaskFilters } from './filters.ts'
import { StatusFilter } from './status-filter.tsx'
import styles from './tasks.module.css'
import { WorkerFilter } from './worker-filter.tsx'

export function FilterBar({ projectId, filters }: { projectId: number; filters: TaskFilters }) {
  const navigate = useNavigate()
  const [search, setSearch] = useState(filters.search ?? filters.external_id ?? '')
  const [label, setLabel] = useState(filters.label ?? '')
  // On a phone they would stand between the reader and the list.
  const [more, setMore] = useState(false)
  const { status: _, search: __, external_id: ___, order: ____, ...rest } = filters
  const hidden = Object.keys(rest).length
  const goTo = (next: TaskFilters) =>
    void navigate({ to: '/projects/$project/tasks', params: { project: String(projectId) }, search: next })
  const go = (change: Change) => goTo(onlyChosen({ ...filters, ...change }))
  return (
    <form
      className={styles.filters}
      onSubmit={(event) => {
        event.preventDefault()
        go({ search: search.trim() || undefined, label: label.trim() || undefined, external_id: undefined })
      }}
    >
      <StatusFilter filters={filters} go={go} />
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
      {!more && (
        <Button variant="subtle" color="gray" className={styles.more} onClick={() => setMore(true)}>
          More filters{hidden > 0 && ` (${hidden})`}
        </Button>
      )}
      <div className={styles.rest} data-shown={more || undefined}>
        <TextInput
          className={styles.id}
          aria-label="Label"
          placeholder="Label, such as animal=cat"
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <ConfidenceFilter filters={filters} go={go} />
        <WorkerFilter projectId={projectId} filters={filters} go={go} />
        <Checkbox
          className={styles.tick}
          label="Skipped by all who saw them"
          checked={filters.skipped === 'true'}
          onChange={(event) => go({ skipped: event.currentTarget.checked ? 'true' : undefined })}
        />
        <Checkbox
          className={styles.tick}
          label="Often taken, not answered"
          checked={filters.lapsed === 'true'}
          onChange={(event) => go({ lapsed: event.currentTarget.checked ? 'true' : undefined })}
        />
        <Checkbox
          className={styles.tick}
          label="Given to nobody: a picture cannot be shown"
          checked={filters.passed_over === 'true'}
          onChange={(event) => go({ passed_over: event.currentTarget.checked ? 'true' : undefined })}
        />
        <div className={styles.days}>
          <DayFilter label="Made from" value={filters.from} max={filters.to} choose={(from) => go({ from })} />
          <DayFilter label="Made until" value={filters.to} min={filters.from} choose={(to) => go({ to })} />
        </div>
      </div>
      <button type="submit" hidden />
      {isFiltered(filters) && (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            setSearch('')
            setLabel('')
            goTo(onlyChosen({ order: filters.order }))
          }}
        >
          Clear
        </Button>
      )}
    </form>
  )
}
