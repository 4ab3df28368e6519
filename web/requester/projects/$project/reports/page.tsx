import { SegmentedControl } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Empty } from '../../../../ui/empty.tsx'
import { ShowMore } from '../../../../ui/list-table.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Section } from '../../../../ui/page.tsx'
import { useProject } from '../project-context.tsx'
import { type ReportFilter, reportsQuery } from '../queries.ts'
import { ReportTable } from './report-table.tsx'
import { SkippedSection } from './skipped-section.tsx'

const choices: Record<'open' | 'settled' | 'all', [string, ReportFilter]> = {
  open: ['To settle', { settled: 'false' }],
  settled: ['Settled', { settled: 'true' }],
  all: ['All', {}],
}

/** /app/projects/:id/reports */
export function ReportsPage() {
  const project = useProject()
  const { show = 'open' } = useSearch({ from: '/inside/projects/$project/reports' })
  const navigate = useNavigate()
  const reports = useInfiniteQuery({ ...reportsQuery(project.id, choices[show][1]), refetchInterval: 10_000 })
  return (
    <>
      <SkippedSection project={project} />
      <Section
        title="Reports"
        lead="What workers say is wrong with tasks. Mend the task or the instructions, cancel the task, or leave it as it is; then mark the report as settled."
        actions={
          <SegmentedControl
            size="xs"
            aria-label="Which reports"
            value={show}
            onChange={(value) =>
              navigate({
                to: '/projects/$project/reports',
                params: { project: String(project.id) },
                search: value === 'settled' || value === 'all' ? { show: value } : {},
                replace: true,
              })
            }
            data={Object.entries(choices).map(([value, [label]]) => ({ value, label }))}
          />
        }
        flush
      >
        <Loaded query={reports} rows={4}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.data)
            return rows.length > 0 ? (
              <ReportTable project={project} reports={rows} />
            ) : show === 'settled' ? (
              <Empty icon="check" title="None is settled yet" />
            ) : (
              <Empty icon="check" title={show === 'all' ? 'No reports yet' : 'Nothing to settle'}>
                While they have a task before them, workers can say what is wrong with it: the question is unclear, the
                picture does not load, it shows somebody’s personal data. What they say appears here.
              </Empty>
            )
          }}
        </Loaded>
      </Section>
      <ShowMore query={reports}>Show older ones</ShowMore>
    </>
  )
}
