import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { type Columns, DataTable } from './data-table.tsx'

type Row = { id: number; name: string; failing?: boolean }
const rows: Row[] = [
  { id: 1, name: 'one' },
  { id: 2, name: 'two', failing: true },
]
const columnsFor = (editor: boolean): Columns<Row> => [
  { head: 'Name', hint: 'What it is called', cellHint: ({ name }) => `Called ${name}`, cell: ({ name }) => name },
  { head: 'Label', name: 'first', fit: 'figure', cell: ({ id }) => id * 10 },
  { head: 'Label', name: 'second', fit: 'figure', cell: ({ id }) => id * 100 },
  editor && { head: 'What to do', unseen: true, cell: () => <button type="button">Remove</button> },
]
const draw = (editor: boolean) =>
  renderToStaticMarkup(
    <DataTable
      rows={rows}
      columns={columnsFor(editor)}
      keyOf={({ id }) => id}
      under={({ failing }) => failing && 'Why it fails'}
    />,
  ).replaceAll(/ class="[^"]*"/g, '')

test('a column that is not for everybody has no head, no cell and no place under a row for the others', () => {
  expect(draw(true)).toContain('<th><span>What to do</span></th>')
  expect(draw(true)).toContain('<td colSpan="4">Why it fails</td>')
  expect(draw(false)).not.toMatch(/What to do|Remove/)
  expect(draw(false)).toContain('<td colSpan="3">Why it fails</td>')
})

test('what explains a head and a cell, columns that are called the same, and a row that goes with the one under it', () => {
  const html = draw(false)
  expect(html).toContain('<th title="What it is called">Name</th><th>Label</th><th>Label</th>')
  expect(html).toContain('<tr><td title="Called one">one</td><td>10</td><td>100</td></tr>')
  expect(html).toContain('<tr data-joined="true"><td title="Called two">two</td>')
})
