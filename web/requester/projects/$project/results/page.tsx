import { Button, Group } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { ProjectSummary } from '@whisker/api/summary.ts'
import { Empty } from '../../../../ui/empty.tsx'
import { Icon } from '../../../../ui/icons.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { formatCount, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { kindOf } from '../../../kinds/kinds.ts'
import { progressQuery } from '../../queries.ts'
import { useProject } from '../project-context.tsx'
import { summaryQuery } from '../queries.ts'
import { Distribution, Sureness } from './distribution.tsx'
import { DownloadMenu } from './download-menu.tsx'
import type { Level, ResultFilter } from './filter.ts'
import { ResultTable } from './result-table.tsx'
import styles from './results.module.css'

/** /app/projects/:id/results */
export function ResultsPage() {
  const project = useProject()
  const summary = useQuery(summaryQuery(project.id))
  return (
    <Loaded query={summary} rows={6}>
      {(data) => (data.results === 0 ? <NoResults /> : <SomeResults project={project} summary={data} />)}
    </Loaded>
  )
}

function SomeResults({ project, summary }: { project: Project; summary: ProjectSummary }) {
  const progress = useQuery(progressQuery(project.id))
  const toReview = progress.data?.tasks.needs_review ?? 0
  const filter = useSearch({ from: '/inside/projects/$project/results' })
  const navigate = useNavigate()
  const go = (search: ResultFilter) =>
    void navigate({
      to: '/projects/$project/results',
      params: { project: String(project.id) },
      search,
      resetScroll: false,
    })
  const chooseValue = (field: string, value: string) => {
    const { field: oldField, value: oldValue, ...rest } = filter
    go(field === oldField && value === oldValue ? rest : { ...rest, field, value })
  }
  const chooseLevel = (level: Level) => {
    const { level: old, ...rest } = filter
    go(level === old ? rest : { ...rest, level })
  }
  const charted = project.output_spec.flatMap((output) => {
    const field = summary.fields.find(({ field: name }) => name === output.name)
    const chart = field && kindOf(output).chart(field, summary.results)
    return field && chart ? [{ output, field, chart }] : []
  })
  return (
    <>
      <div className={styles.head}>
        <p className={styles.total}>
          <strong>{plural(summary.results, 'result')}</strong>
          {toReview > 0 && ` · ${formatCount(toReview)} of them wait for a review: downloads leave these out`}
        </p>
        <Group gap="xs">
          <Button
            variant="default"
            leftSection={<Icon name="archive" />}
            renderRoot={(props) => (
              <Link to="/projects/$project/releases" params={{ project: String(project.id) }} {...props} />
            )}
          >
            Releases
          </Button>
          <DownloadMenu project={project} />
        </Group>
      </div>
      <div className={styles.charts}>
        {charted.map(({ output, field, chart }) => (
          <Distribution
            key={output.name}
            field={output}
            summary={field}
            chart={chart}
            chosen={output.name === filter.field ? filter.value : undefined}
            choose={(value) => chooseValue(output.name, value)}
          />
        ))}
        <Sureness summary={summary} chosen={filter.level} choose={chooseLevel} />
      </div>
      <ResultTable project={project} filter={filter} clear={() => go({})} />
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
