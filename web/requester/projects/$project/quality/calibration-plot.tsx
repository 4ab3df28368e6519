import type { FieldReport } from '@whisker/api/report.ts'
import { formatShare, plural } from '../../../../ui/numbers.ts'
import { Plot, scaleOf } from './plot.tsx'
import styles from './quality.module.css'

const tenths = [0, 0.2, 0.4, 0.6, 0.8, 1]

/** Whether the confidence can be believed: dots on the line are honest, above it too modest, below it too sure. */
export function CalibrationPlot({ bins }: { bins: NonNullable<FieldReport['calibration']> }) {
  const scale = scaleOf([0, 1], [0, 1])
  const max = Math.max(...bins.map((bin) => bin.tasks))
  return (
    <Plot
      title="Can the confidence be believed?"
      words={`Confidence and how many were right: ${bins
        .map((bin) => `${formatShare(bin.confidence)} sure, ${formatShare(bin.accuracy)} right`)
        .join('; ')}`}
      scale={scale}
      xMarks={tenths.map((at) => ({ at, text: `${Math.round(at * 100)}%` }))}
      yMarks={tenths}
      xName="confidence of the label"
      legend={[
        { name: 'right on gold', tone: 'accent' },
        { name: 'honest', tone: 'quiet' },
      ]}
    >
      <line
        className={styles.line}
        data-tone="quiet"
        x1={scale.x(0)}
        y1={scale.y(0)}
        x2={scale.x(1)}
        y2={scale.y(1)}
        strokeDasharray="4 4"
      />
      {bins.map((bin) => (
        <circle
          key={bin.from}
          className={styles.dot}
          cx={scale.x(bin.confidence)}
          cy={scale.y(bin.accuracy)}
          r={4 + 6 * Math.sqrt(bin.tasks / max)}
        >
          <title>{`${plural(bin.tasks, 'task')}: ${formatShare(bin.confidence)} sure, ${formatShare(bin.accuracy)} right`}</title>
        </circle>
      ))}
    </Plot>
  )
}
