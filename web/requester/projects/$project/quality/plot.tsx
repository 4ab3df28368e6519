import type { ReactNode } from 'react'
import styles from './quality.module.css'

// One coordinate system for all plots: shares from bottom to top, room for the marks at the left and below.
const width = 420
const height = 240
const left = 40
const bottom = 28
const top = 10
const right = 12

export type Scale = { x: (value: number) => number; y: (share: number) => number }

/** Positions of values: `x` between two ends, `y` between two shares. */
export function scaleOf(x: [number, number], y: [number, number]): Scale {
  const across = (value: number, [from, to]: [number, number]) => (to === from ? 0.5 : (value - from) / (to - from))
  return {
    x: (value) => left + across(value, x) * (width - left - right),
    y: (share) => height - bottom - across(share, y) * (height - top - bottom),
  }
}

/**
 * The frame of a plot: grid, marks and a caption. What it shows is told in words to whoever cannot see it, and the numbers
 * stand in a table behind `details`.
 */
export function Plot(props: {
  title: string
  words: string
  scale: Scale
  xMarks: { at: number; text: string }[]
  yMarks: number[]
  xName: string
  legend: { name: string; tone: 'accent' | 'quiet' }[]
  children: ReactNode
}) {
  const { scale } = props
  return (
    <figure className={styles.plot}>
      <figcaption className={styles.plotTitle}>{props.title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={props.words} className={styles.canvas}>
        {props.yMarks.map((share) => (
          <g key={share}>
            <line className={styles.grid} x1={left} x2={width - right} y1={scale.y(share)} y2={scale.y(share)} />
            <text className={styles.mark} x={left - 6} y={scale.y(share) + 4} textAnchor="end">
              {Math.round(share * 100)}%
            </text>
          </g>
        ))}
        {props.xMarks.map(({ at, text }) => (
          <text key={text} className={styles.mark} x={scale.x(at)} y={height - bottom + 18} textAnchor="middle">
            {text}
          </text>
        ))}
        {props.children}
      </svg>
      <p className={styles.axis}>{props.xName}</p>
      <ul className={styles.legend}>
        {props.legend.map(({ name, tone }) => (
          <li key={name} data-tone={tone}>
            {name}
          </li>
        ))}
      </ul>
    </figure>
  )
}
