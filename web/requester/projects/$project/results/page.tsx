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
import { hasValue } from './collected.ts'
import { Distribution } from './distribution.tsx'
import { DownloadMenu } from './download-menu.tsx'
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
  const { field, value } = useSearch({ from: '/inside/projects/$project/results' })
  const navigate = useNavigate()
  const filtered = field !== undefined && value !== undefined
  const rows = useMemo(
    () => (filtered ? results.rows.filter((row) => hasValue(row, field, value)) : results.rows),
    [results.rows, filtered, field, value],
  )
  const choose = (nextField: string, nextValue: string) => {
    const same = nextField === field && nextValue === value
    void navigate({
      to: '/projects/$project/results',
      params: { project: String(project.id) },
      search: same ? {} : { field: nextField, value: nextValue },
    })
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
      {charted.length > 0 && (
        <div className={styles.charts}>
          {charted.map((output) => (
            <Distribution
              key={output.name}
              field={output}
              results={results}
              chosen={output.name === field ? value : undefined}
              choose={(next) => choose(output.name, next)}
            />
          ))}
        </div>
      )}
      <ResultTable
        project={project}
        rows={rows}
        filter={filtered ? { field, value, clear: () => choose(field, value) } : null}
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
