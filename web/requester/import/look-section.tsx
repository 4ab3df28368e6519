import { Select } from '@mantine/core'
import { DataTable } from '../../ui/data-table.tsx'
import { Figure } from '../../ui/figure.tsx'
import { formatCount, plural } from '../../ui/numbers.ts'
import { Section } from '../../ui/page.tsx'
import { FaultList } from './fault-list.tsx'
import styles from './import.module.css'
import type { FirstRow, Look } from './messages.ts'
import type { importOf } from './run.ts'

const asFolder = '\0folder'
const wholeFolder = 'All files, as one data set'

/** What was found in the files: what they are, how many rows, which classes, the first rows, and what is wrong with some. */
export function LookSection({ run, look }: { run: ReturnType<typeof importOf>; look: Look }) {
  const { tally, documents, titles } = look
  return (
    <Section title="What was read" lead={look.name}>
      <div className={styles.stack}>
        {(documents.length > 1 || titles.length > 1) && (
          <div className={styles.choices}>
            {documents.length > 1 && (
              <Select
                label="The labels are in"
                data={documents.map((one) => ({ value: one ?? asFolder, label: one ?? wholeFolder }))}
                value={look.document ?? asFolder}
                allowDeselect={false}
                onChange={(value) => {
                  run.correct({ document: value === asFolder ? null : (value ?? null), ...noCorrection })
                }}
              />
            )}
            {titles.length > 1 && (
              <Select
                label="It is a file of"
                data={titles}
                value={look.title}
                allowDeselect={false}
                onChange={(title) => title && run.correct({ document: look.document, ...noCorrection, title })}
              />
            )}
          </div>
        )}
        <dl className={styles.figures}>
          <Figure name="Format">{look.title}</Figure>
          <Figure name="Rows">{formatCount(tally.rows)}</Figure>
          <Figure name="Can be taken">{formatCount(tally.good)}</Figure>
          <Figure
            name="Labeled before"
            hint={tally.blank > 0 ? `nothing found in ${formatCount(tally.blank)}` : undefined}
          >
            {formatCount(tally.labeled)}
          </Figure>
        </dl>
        {look.notes.map((note) => (
          <p key={note} className={styles.note}>
            {note}
          </p>
        ))}
        <Classes look={look} />
        <FirstRows rows={look.first} />
        <FaultList
          title={`${plural(tally.rows - tally.good, 'row')} cannot be taken`}
          faults={look.faults}
          name={look.name}
        />
      </div>
    </Section>
  )
}

/** Another file has other columns. */
const noCorrection = { title: undefined, roles: undefined, columns: undefined }

const maxClasses = 40

function Classes({ look: { tally } }: { look: Look }) {
  const fields = tally.fields.filter(({ classes }) => classes.length > 0)
  return fields.map(({ name, classes }) => (
    <div key={name}>
      <h3 className={styles.small}>{name}</h3>
      <ul className={styles.classes}>
        {classes.slice(0, maxClasses).map(({ label, count }) => (
          <li key={label}>
            <span dir="auto">{label}</span> <b>{formatCount(count)}</b>
          </li>
        ))}
        {classes.length > maxClasses && <li>and {classes.length - maxClasses} more</li>}
      </ul>
    </div>
  ))
}

function FirstRows({ rows }: { rows: FirstRow[] }) {
  if (rows.length === 0) return null
  return (
    <div>
      <h3 className={styles.small}>First rows</h3>
      <DataTable
        rows={rows}
        keyOf={({ row }) => row}
        columns={[
          { head: 'Row', fit: 'figure', cell: ({ row }) => row },
          {
            head: 'Asked about',
            dir: 'auto',
            className: styles.cell,
            cell: ({ values }) => values.map(({ value }) => value).join(' | '),
          },
          {
            head: 'Labeled',
            dir: 'auto',
            mono: true,
            quiet: true,
            className: styles.cell,
            cell: ({ answer }) => answer ?? '–',
          },
        ]}
      />
    </div>
  )
}
