import { useDocumentTitle } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Project } from '@whisker/api/projects.ts'
import { useMemo } from 'react'
import { Empty } from '../../../../ui/empty.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { useProject } from '../project-context.tsx'
import type { Level } from './collected.ts'
import { Distribution, Sureness } from './distribution.tsx'
import { DownloadMenu } from './download-menu.tsx'
import { passes, type ResultFilter } from './filter.ts'
import { ResultTable } from './result-table.tsx'
import styles from './results.module.css'
import { type Results, resultsQuery } from './results-query.ts'

/** /app/projects/:id/results */
export function ResultsPage() {
  const project = useProject()
  const cache = useQueryClient()
  const results = useQuery(resultsQuery(cache, project.id))
  useDocumentTitle(`Results · ${project.title} · Whisker`)
  return (
    <Loaded query={results} rows={6}>
      {(data) => (data.total === 0 ? <NoResults /> : <SomeResults project={project} results={data} />)}
    </Loaded>
  )
}

function SomeResults({ project, results }: { project: Project; results: Results }) {
  const filter = useSearch({ from: '/inside/projects/$project/results' })
  const navigate = useNavigate()
  const rows = useMemo(() => results.rows.filter((row) => passes(row, filter)), [results.rows, filter])
  const go = (search: ResultFilter) =>
    void navigate({ to: '/projects/$project/results', params: { project: String(project.id) }, search })
  const chooseValue = (field: string, value: string) => {
    const { field: oldField, value: oldValue, ...rest } = filter
    go(field === oldField && value === oldValue ? rest : { ...rest, field, value })
  }
  const chooseLevel = (level: Level) => {
    const { level: old, ...rest } = filter
    go(level === old ? rest : { ...rest, level })
  }
  const charted = project.output_spec.filter(({ name, type }) => type !== 'textarea' && results.counts.has(name))
  const complete = results.rows.length === results.total
  return (
    <>
      <div className={styles.head}>
        <p className={styles.total}>
          <strong>{plural(results.total, 'result')}</strong>
          {results.cursor === null && ' so far; reading…'}
        </p>
        <DownloadMenu projectId={project.id} />
      </div>
      <div className={styles.charts}>
        {charted.map((output) => (
          <Distribution
            key={output.name}
            field={output}
            results={results}
            chosen={output.name === filter.field ? filter.value : undefined}
            choose={(value) => chooseValue(output.name, value)}
          />
        ))}
        <Sureness results={results} chosen={filter.level} choose={chooseLevel} />
      </div>
      <ResultTable
        project={project}
        rows={rows}
        filter={filter}
        clear={() => go({})}
        note={
          complete
            ? null
            : `The newest ${plural(results.rows.length, 'result')} can be looked at here; a download has all.`
        }
      />
    </>
  )
}

function NoResults() {
  return (
    <Section>
      <Empty icon="check" title="No results yet">
        A task has a result when all its answers are in. Then it stands here, with how sure it is and why, and you can
        download everything as CSV, JSONL or JSON.
      </Empty>
    </Section>
  )
}
