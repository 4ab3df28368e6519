import { Select } from '@mantine/core'
import type { Columns } from '@whisker/api/imports/columns.ts'
import { columnRoles } from '@whisker/api/imports/table-columns.ts'
import { DataTable } from '../../ui/data-table.tsx'
import { Section } from '../../ui/page.tsx'
import { media } from '../media/media.ts'
import styles from './import.module.css'
import type { Correction } from './messages.ts'
import type { importOf } from './run.ts'

type Props = {
  run: ReturnType<typeof importOf>
  columns: Columns
  project: { fields: string[] } | null
  correction: Correction
}

/** What the columns of a table are: for a new project each one's part, for one that is there the column of each field. */
export function ColumnsSection(props: Props) {
  return props.project ? <OfFields {...props} fields={props.project.fields} /> : <OfColumns {...props} />
}

const own: Record<string, string> = {
  'label:one': 'Label: one choice',
  'label:several': 'Label: several choices, with | between',
  'label:typed': 'Label: what was typed',
  external_id: 'Your own id of a row',
  name: 'What a row is called',
  left: 'Left out',
}

function wordsOf(role: string): string {
  const [part, name = ''] = role.split(':')
  if (part === 'sent') return `Asked about: ${Object.entries(media).find(([medium]) => medium === name)?.[1].words}`
  return own[role] ?? role
}

const roles = columnRoles.map((value) => ({ value, label: wordsOf(value) }))

function OfColumns({ run, columns }: Props) {
  const change = (title: string, role: string) =>
    run.correct({
      roles: new Map(columns.map((one) => [one.title, one.title === title ? role : (one.role ?? 'left')])),
    })
  return (
    <Section title="Columns" lead="A form is made of them. They were guessed; say what they are." flush>
      <DataTable
        rows={columns}
        keyOf={({ title }) => title}
        columns={[
          { head: 'Column', dir: 'auto', className: styles.cell, cell: ({ title }) => title },
          {
            head: 'Is',
            className: styles.role,
            cell: ({ title, role }) => (
              <Select
                aria-label={`What “${title}” is`}
                size="xs"
                data={roles}
                value={role}
                allowDeselect={false}
                onChange={(value) => value && change(title, value)}
              />
            ),
          },
          {
            head: 'For example',
            dir: 'auto',
            quiet: true,
            wide: true,
            className: styles.cell,
            cell: ({ samples }) => samples.join(' | '),
          },
        ]}
      />
    </Section>
  )
}

const none = '\0none'

function OfFields({ run, columns, fields, correction }: Props & { fields: string[] }) {
  const titles = columns.map(({ title }) => title)
  const chosen = correction.columns ?? new Map<string, string>()
  const columnOf = (field: string) => chosen.get(field) ?? (titles.includes(field) ? field : '')
  return (
    <Section title="Columns" lead="Which column has the values of each field of this project." flush>
      <DataTable
        rows={fields}
        keyOf={(field) => field}
        columns={[
          { head: 'Field', mono: true, cell: (field) => field },
          {
            head: 'Column',
            className: styles.role,
            cell: (field) => (
              <Select
                aria-label={`Column of “${field}”`}
                size="xs"
                data={[{ value: none, label: 'None' }, ...titles.map((title) => ({ value: title, label: title }))]}
                value={columnOf(field) || none}
                allowDeselect={false}
                onChange={(value) =>
                  run.correct({
                    columns: new Map([...chosen, [field, value === none ? '' : (value ?? '')]]),
                  })
                }
              />
            ),
          },
          {
            head: 'For example',
            dir: 'auto',
            quiet: true,
            wide: true,
            className: styles.cell,
            cell: (field) => columns.find(({ title }) => title === columnOf(field))?.samples.join(' | ') ?? '',
          },
        ]}
      />
    </Section>
  )
}
