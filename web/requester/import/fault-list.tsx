import { Button } from '@mantine/core'
import { csvLine, guardCell } from '@whisker/api/csv.ts'
import { formatCount } from '../../ui/numbers.ts'
import styles from './import.module.css'
import type { RowFault } from './messages.ts'

const maxShown = 100

/** What is wrong with single rows, and all of it as a file to mend them by. */
export function FaultList({ title, faults, name }: { title: string; faults: RowFault[]; name: string }) {
  if (faults.length === 0) return null
  return (
    <details className={styles.faults} open>
      <summary>{title}</summary>
      <ul>
        {faults.slice(0, maxShown).map(({ row, name, fault, isSent }) => (
          <li key={`${row} ${fault}`}>
            <b>Row {row}</b>
            {name !== null && <span dir="auto"> {name}</span>}: {isSent && 'It was sent without its label. '}
            {fault}
          </li>
        ))}
        {faults.length > maxShown && <li>and {formatCount(faults.length - maxShown)} more; the file has them.</li>}
      </ul>
      <Button size="xs" variant="default" onClick={() => save(faults, `${name}-problems.csv`)}>
        Download the list
      </Button>
    </details>
  )
}

function save(faults: readonly RowFault[], name: string): void {
  const lines = faults.map(({ row, name, fault, isSent }) =>
    csvLine([String(row), guardCell(name ?? ''), isSent ? 'yes' : 'no', guardCell(fault)], ','),
  )
  const file = new Blob([csvLine(['row', 'name', 'sent', 'problem'], ','), ...lines], { type: 'text/csv' })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
