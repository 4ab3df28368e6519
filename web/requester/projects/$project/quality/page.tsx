import { useQuery } from '@tanstack/react-query'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { FieldReport, Report } from '@whisker/api/report.ts'
import { Empty } from '../../../../ui/empty.tsx'
import { Figure } from '../../../../ui/figure.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { formatCount, formatShare } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { optionsOf } from '../../../kinds/kinds.ts'
import { Joined } from '../joined.tsx'
import { useProject } from '../project-context.tsx'
import { reportQuery } from '../queries.ts'
import { CalibrationPlot } from './calibration-plot.tsx'
import { ConfusionTable } from './confusion-table.tsx'
import { NamingSection } from './naming-section.tsx'
import styles from './quality.module.css'
import { SpentPlot } from './spent-plot.tsx'
import { SynonymsSection } from './synonyms-section.tsx'

/** /app/projects/:id/quality */
export function QualityPage() {
  const project = useProject()
  const report = useQuery(reportQuery(project.id))
  return (
    <Loaded query={report} rows={6}>
      {(data) =>
        data.fields.every((field) => field.answers === 0) ? (
          <Section>
            <Empty icon="check" title="Nothing to measure yet">
              When people have answered, this page shows how far they agree, how good the labels are, and what they
              cost.
            </Empty>
          </Section>
        ) : (
          <>
            <Cost report={data} />
            <SynonymsSection project={project} />
            <NamingSection project={project} />
            {data.fields.map((field) => (
              <FieldQuality
                key={field.field}
                project={project}
                report={field}
                output={project.output_spec.find((output) => output.name === field.field)}
              />
            ))}
          </>
        )
      }
    </Loaded>
  )
}

function Cost({ report }: { report: Report }) {
  const { tasks, answers, answers_per_task, saved } = report
  return (
    <Section title="What the labels cost">
      <dl className={styles.figures}>
        <Figure name="Completed tasks">{formatCount(tasks)}</Figure>
        <Figure name="Their answers">{formatCount(answers)}</Figure>
        <Figure name="Answers per task">
          {answers_per_task === null ? '–' : (Math.round(answers_per_task * 100) / 100).toString()}
        </Figure>
        <Figure name="Saved" hint="against asking the maximum for each task">
          {saved === null ? '–' : formatShare(Math.max(0, saved))}
        </Figure>
      </dl>
    </Section>
  )
}

function FieldQuality(props: { project: Project; report: FieldReport; output: OutputField | undefined }) {
  const { project, report, output } = props
  const labels = new Map(output && optionsOf(output).map((o) => [o.value, o.label || o.value]))
  return (
    <Section title={output?.label || report.field} lead={meaningOf(report)}>
      <dl className={styles.figures}>
        <Figure name="Agreement" hint="Krippendorff’s alpha">
          {report.alpha === null ? '–' : report.alpha.toFixed(2)}
        </Figure>
        {report.gold && (
          <>
            <Figure name="Labels right" hint={interval(report.gold.labels)}>
              {formatShare(report.gold.labels.share)}
            </Figure>
            <Figure name="Single answers right" hint={interval(report.gold.answers)}>
              {formatShare(report.gold.answers.share)}
            </Figure>
          </>
        )}
      </dl>
      <div className={styles.plots}>
        {report.spent.length > 1 && <SpentPlot report={report} />}
        {report.calibration && <CalibrationPlot bins={report.calibration} />}
      </div>
      <Joined project={project} joins={report.joins} title="Counted as the same" />
      {report.confusion && (
        <ConfusionTable confusion={report.confusion} labels={labels} byGold={report.gold !== null} />
      )}
    </Section>
  )
}

function interval({ low, high, of }: { low: number; high: number; of: number }): string {
  return `${formatShare(low)} to ${formatShare(high)}, ${formatCount(of)} on gold`
}

/** What the agreement means, in words. */
function meaningOf({ alpha, gold }: FieldReport): string {
  const noGold = gold ? '' : ' Mark some tasks as gold to see how many labels are right.'
  if (alpha === null) return `Each task has one answer, so nothing can be compared.${noGold}`
  if (alpha >= 0.8) return `People agree well.${noGold}`
  if (alpha >= 0.667) return `People agree fairly; clearer instructions or more answers would help.${noGold}`
  if (alpha > 0)
    return `People often disagree: the question may be unclear, the pictures hard, or some answer carelessly.${noGold}`
  return `People agree no more than chance would have it.${noGold}`
}
