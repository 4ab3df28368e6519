import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Suspicion } from '@whisker/api/suspicions.ts'
import { DataTable } from '../../../../ui/data-table.tsx'
import { plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import table from '../../../../ui/table.module.css'
import { suspicionsQuery } from '../queries.ts'

const kinds = {
  constant: 'Always the same answer',
  random: 'Does not seem to look',
  same_errors: 'The same errors',
  known_gold: 'May know the gold',
  too_fast: 'Very fast',
} as const

const maxNamed = 5

/** What speaks against workers, for the requester to judge on the page of each. Nothing is shown where nothing was found. */
export function SuspicionsSection({ project }: { project: Project }) {
  const suspicions = useQuery(suspicionsQuery(project.id))
  const { data = [], answers = 0 } = suspicions.data ?? {}
  if (data.length === 0) return null
  return (
    <Section
      title="Worth a look"
      lead={`What stands out in ${plural(answers, 'answer')}. It is evidence and no proof: open a worker’s page to pause them or to take their answers back.`}
      flush
    >
      <DataTable
        rows={data}
        columns={[
          { head: 'Worker', cell: ({ workers }) => <Suspected project={project} workers={workers} /> },
          { head: 'What stands out', cell: (suspicion) => <What project={project} suspicion={suspicion} /> },
        ]}
        keyOf={keyOf}
      />
    </Section>
  )
}

function Suspected({ project, workers }: { project: Project; workers: Suspicion['workers'] }) {
  const more = workers.length - maxNamed
  return (
    <>
      {workers.slice(0, maxNamed).map(({ worker_id, name }, n) => (
        <span key={worker_id}>
          {n > 0 && ', '}
          <Link
            to="/projects/$project/workers/$worker"
            params={{ project: String(project.id), worker: worker_id }}
            className={table.strong}
          >
            {name || worker_id}
          </Link>
        </span>
      ))}
      {more > 0 && ` and ${more} more`}
    </>
  )
}

function What({ project, suspicion }: { project: Project; suspicion: Suspicion }) {
  return (
    <>
      {kinds[suspicion.kind]}
      {'field' in suspicion && project.output_spec.length > 1 && ` (${suspicion.field})`}
      <p className={table.quiet}>{suspicion.text}</p>
    </>
  )
}

function keyOf({ kind, workers, ...rest }: Suspicion): string {
  return `${kind} ${'field' in rest ? rest.field : ''} ${workers.map(({ worker_id }) => worker_id).join(' ')}`
}
