import type { FieldReport } from '@whisker/api/report.ts'
import { formatShare } from '../../../../ui/numbers.ts'
import { Plot, scaleOf } from './plot.tsx'
import styles from './quality.module.css'

/** What fewer answers would have given: the model's labels and a plain majority, by answers per task. */
export function SpentPlot({ report: { spent, measured_by } }: { report: FieldReport }) {
  const first = spent[0] as (typeof spent)[number]
  const last = spent.at(-1) as (typeof spent)[number]
  const lowest = Math.min(...spent.flatMap((point) => [point.model, point.majority]))
  const from = Math.max(0, Math.floor(lowest * 10) / 10 - (lowest >= 0.1 ? 0.1 : 0))
  const scale = scaleOf([first.answers_per_task, last.answers_per_task], [from, 1])
  const step = 1 - from > 0.5 ? 0.2 : 0.1
  const yMarks = Array.from({ length: Math.round((1 - from) / step) + 1 }, (_, i) => 1 - i * step)
  const line = (value: (point: (typeof spent)[number]) => number) =>
    spent.map((point) => `${scale.x(point.answers_per_task)},${scale.y(value(point))}`).join(' ')
  const name = measured_by === 'gold' ? 'Labels that are right on gold' : 'Labels that agree with the final ones'
  return (
    <Plot
      title={name}
      words={`${name}: ${spent.map((p) => `${formatShare(p.model)} with ${p.answers_per_task.toFixed(1)} answers`).join(', ')}`}
      scale={scale}
      xMarks={marksOf(spent.map((point) => point.answers_per_task))}
      yMarks={yMarks}
      xName="answers per task"
      legend={[
        { name: 'Whisker', tone: 'accent' },
        { name: 'plain majority', tone: 'quiet' },
      ]}
    >
      <polyline className={styles.line} data-tone="quiet" points={line((point) => point.majority)} />
      <polyline className={styles.line} data-tone="accent" points={line((point) => point.model)} />
      {spent.map((point) => (
        <circle
          key={point.at_most}
          className={styles.dot}
          cx={scale.x(point.answers_per_task)}
          cy={scale.y(point.model)}
          r={3.5}
        >
          <title>{`${formatShare(point.model)} with ${point.answers_per_task.toFixed(1)} answers per task`}</title>
        </circle>
      ))}
    </Plot>
  )
}

/** Marks that do not run into each other: where tasks end early the last points lie close together. */
function marksOf(values: number[]): { at: number; text: string }[] {
  const span = (values.at(-1) ?? 0) - (values[0] ?? 0)
  const marks: { at: number; text: string }[] = []
  for (const at of values) {
    const before = marks.at(-1)
    if (before && at - before.at < span / 10) continue
    marks.push({ at, text: Number.isInteger(at) ? String(at) : at.toFixed(1) })
  }
  return marks
}
