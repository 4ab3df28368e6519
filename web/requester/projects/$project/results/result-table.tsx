import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { title } from '@whisker/api/answers.ts'
import type { Project } from '@whisker/api/projects.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import type { FieldResult } from '@whisker/api/tasks.ts'
import { memo, useRef } from 'react'
import { Age } from '../../../../ui/age.tsx'
import { Icon } from '../../../../ui/icons.tsx'
import { formatShare, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { isAsset, Thumbnail } from '../../../../ui/picture.tsx'
import table from '../../../../ui/table.module.css'
import { RowSpacer, useWindowRows } from '../../../../ui/window-rows.tsx'
import { formatValue } from '../values.ts'
import { levelWords } from './distribution.tsx'
import type { ResultFilter } from './filter.ts'
import styles from './results.module.css'

const rowHeight = 52

export function ResultTable(props: {
  project: Project
  rows: ResultRow[]
  filter: ResultFilter
  clear: () => void
  note: string | null
}) {
  const { project, rows } = props
  const filtered = filterWords(props.filter)
  const body = useRef<HTMLTableSectionElement>(null)
  const range = useWindowRows(body, rows.length, rowHeight)
  return (
    <Section flush>
      {(filtered || props.note) && (
        <div className={styles.tableHead}>
          {filtered && (
            <Button size="xs" variant="light" onClick={props.clear} rightSection={<Icon name="close" size={12} />}>
              {filtered} · {plural(rows.length, 'row')}
            </Button>
          )}
          {props.note && <p className={styles.note}>{props.note}</p>}
        </div>
      )}
      <div className={table.frame}>
        <table className={`${table.table} ${styles.table}`} aria-rowcount={rows.length + 1}>
          <thead>
            <tr>
              <th>Task</th>
              {project.output_spec.map((field) => (
                <th key={field.name}>{title(field)}</th>
              ))}
              <th className={`${table.number} ${table.hideOnPhone}`}>Answers</th>
              <th className={`${table.number} ${table.hideOnPhone}`}>Completed</th>
            </tr>
          </thead>
          <tbody ref={body}>
            <RowSpacer rows={range.first} rowHeight={rowHeight} />
            {rows.slice(range.first, range.last + 1).map((row, at) => (
              <Row key={row.task_id} project={project} row={row} index={range.first + at} />
            ))}
            <RowSpacer rows={rows.length - 1 - range.last} rowHeight={rowHeight} />
          </tbody>
        </table>
      </div>
    </Section>
  )
}

function filterWords({ field, value, level }: ResultFilter): string {
  return [field && `${field}: ${value}`, level && `sure: ${levelWords[level]}`].filter(Boolean).join(', ')
}

const Row = memo(function Row({ project, row, index }: { project: Project; row: ResultRow; index: number }) {
  const values = Object.values(row.task_spec[0] ?? {})
  const picture = values.find(isAsset)
  const text = values.find((value) => !isAsset(value))
  return (
    <tr style={{ height: rowHeight }} aria-rowindex={index + 2}>
      <td className={styles.task}>
        <div className={styles.taskLine}>
          {picture && <Thumbnail value={picture} />}
          <Link
            to="/projects/$project/tasks/$task"
            params={{ project: String(project.id), task: row.task_id }}
            className={styles.link}
          >
            {row.name ?? text ?? row.external_id ?? row.task_id.slice(0, 8)}
          </Link>
        </div>
      </td>
      {project.output_spec.map((field) => (
        <td key={field.name} className={styles.cell}>
          <Cell result={row.result[0]?.[field.name]} />
          {row.result.length > 1 && <span className={styles.confidence}>and {row.result.length - 1} more</span>}
        </td>
      ))}
      <td className={`${table.number} ${table.hideOnPhone}`}>{row.answers}</td>
      <td className={`${table.number} ${table.quiet} ${table.hideOnPhone}`}>
        <Age at={row.completed_at} />
      </td>
    </tr>
  )
})

function Cell({ result }: { result: FieldResult | undefined }) {
  if (!result) return <span className={table.quiet}>–</span>
  return (
    <span className={styles.value}>
      <span className={styles.cut}>{formatValue(result.value)}</span>
      <span className={styles.confidence} data-low={result.confidence < 0.7 || undefined}>
        {formatShare(result.confidence)}
      </span>
    </span>
  )
}
