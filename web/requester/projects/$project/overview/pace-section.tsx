import { useQuery } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import type { ProjectSummary } from '@whisker/api/summary.ts'
import { Columns } from '../../../../ui/columns.tsx'
import { Figure } from '../../../../ui/figure.tsx'
import { formatCount, formatShare, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { summaryQuery } from '../queries.ts'
import { costWords, formatTimeLeft } from './pace.ts'
import styles from './pace-section.module.css'

/** How fast the work goes, how far people agree, and what it costs; from the first answer on. */
export function PaceSection({ project }: { project: Project }) {
  const { data } = useQuery(summaryQuery(project.id))
  // A part of the page, and not what it is for: while its figures are counted, or cannot be, the rest stands alone.
  if (!data || data.answers === 0) return null
  const { answers_to_come: cost, answers_per_task: perTask } = data
  const done = cost.most === 0
  return (
    <Section>
      <div className={styles.body}>
        <Hours summary={data} />
        <dl className={styles.figures}>
          <Figure name="Time left" hint={done ? 'all answers are in' : timeHint(project, data)}>
            {data.seconds_left === null || project.status !== 'active' ? '–' : formatTimeLeft(data.seconds_left)}
          </Figure>
          <Figure name="Answers to come" hint={done ? 'nothing is open' : costWords(cost)}>
            {formatCount(cost.expected)}
          </Figure>
          <Figure name="Answers so far" hint={perTask === null ? '' : `${rounded(perTask)} for a completed task`}>
            {formatCount(data.answers)}
          </Figure>
          <Figure
            name="Agreement"
            hint={data.agreement === null ? 'one answer a task: nothing to compare' : 'of the votes are for the result'}
          >
            {data.agreement === null ? '–' : formatShare(data.agreement)}
          </Figure>
        </dl>
      </div>
    </Section>
  )
}

function Hours({ summary: { hours, answers_last_hour } }: { summary: ProjectSummary }) {
  const max = Math.max(...hours.map(({ answers }) => answers))
  return (
    <div className={styles.hours}>
      <p className={styles.title}>
        Answers per hour <span className={styles.quiet}>{formatCount(answers_last_hour)} in the last 60 minutes</span>
      </p>
      <Columns
        label={`Answers per hour in the last 48 hours: ${formatCount(max)} in the busiest hour, ${formatCount(answers_last_hour)} in the last 60 minutes`}
        columns={hours.map(({ from, answers }, at) => ({
          key: from,
          count: answers,
          title: `${hourOf.format(new Date(from))}: ${plural(answers, 'answer')}`,
          faded: at === hours.length - 1,
        }))}
        from="2 days ago"
        to="now"
      />
    </div>
  )
}

const hourOf = new Intl.DateTimeFormat('en', { weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

function timeHint(project: Project, { answers_last_hour, seconds_left }: ProjectSummary): string {
  if (project.status !== 'active') return 'nobody is given tasks now'
  if (answers_last_hour === 0) return 'nobody answers just now'
  // At some rate and with something open there is a time, unless more people are needed first.
  return seconds_left === null ? 'more people are needed' : 'at the rate of the last hour'
}

function rounded(n: number): string {
  return (Math.round(n * 100) / 100).toString()
}
