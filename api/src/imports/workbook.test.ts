import { describe, expect, test } from 'vitest'
import { InputField, OutputField } from '../fields.ts'
import { tableOfParquet } from './parquet.ts'
import { readImport } from './readers.ts'
import { gzip, openpyxl, snappy, xlsxWriter, zstd } from './tables.fixture.ts'
import { tableOfWorkbook } from './workbook.ts'
import { zipOf } from './zip.fixture.ts'
import { readZip } from './zip.ts'

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))
const workbook = async (bytes: Uint8Array) => {
  const { table, notes } = await tableOfWorkbook(await readZip(new Blob([bytes as Uint8Array<ArrayBuffer>])))
  return { titles: table.titles, rows: table.rows.map(({ row, cells, fault }) => [row, cells, fault]), notes }
}

/** A workbook of one sheet, written by hand. */
const sheet = (rows: string, more: Record<string, string> = {}) =>
  zipOf({
    'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="r1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    ...more,
  })
const text = (value: string, place = '') => `<c ${place && `r="${place}" `}t="inlineStr"><is><t>${value}</t></is></c>`

describe('a workbook', () => {
  test('of openpyxl: texts, numbers, dates, ticks and gaps as they are seen; a formula without its value is told', async () => {
    expect(await workbook(bytesOf(openpyxl))).toEqual({
      titles: ['text', 'animal', 'legs', 'seen', 'sure', 'note'],
      rows: [
        [2, ['É 🙂 & "x" <b>', 'cat', '4', '2026-11-30', 'true'], null],
        [
          3,
          ['  two\nlines ', 'dog', '4.5', '2026-01-02T03:04:05', 'false', ''],
          expect.stringMatching(/^Cell F3 is a formula without its value/),
        ],
        [5, ['third', '', '1e-7', '', '', '00123'], null],
      ],
      notes: ['Only the first sheet is taken; not taken: Second.'],
    })
  })

  test('of XlsxWriter: texts in pieces, values of formulas, formats that look like dates and are none; an error is told', async () => {
    expect(await workbook(bytesOf(xlsxWriter))).toMatchObject({
      rows: [
        [2, ['one bold word', 'cat', '4', '2026-11-30'], null],
        [3, ['two', 'dog', '3', ''], 'Cell D3 is an error (#DIV/0!).'],
      ],
      notes: [],
    })
  })

  test('becomes tasks of a project, a column a field', async () => {
    const form = {
      inputs: [InputField.parse({ name: 'text', type: 'text' })],
      outputs: [OutputField.parse({ name: 'animal', type: 'radio', options: [{ value: 'cat' }, { value: 'dog' }] })],
      columns: new Map(),
    }
    const { tasks, notes } = await readImport(bytesOf(openpyxl), { form })
    expect(tasks.map(({ row, item, answer, fault }) => [row, item.text, answer, fault?.slice(0, 7) ?? null])).toEqual([
      [2, 'É 🙂 & "x" <b>', { animal: 'cat' }, null],
      [3, '  two\nlines ', { animal: 'dog' }, 'Cell F3'],
      [5, 'third', null, null],
    ])
    expect(notes[0]).toContain('not taken: Second')
    const table = await readImport(bytesOf(snappy), { form })
    expect(table.tasks.map(({ item, answer, fault }) => [item.text, answer, fault])).toEqual([
      ['É 🙂', { animal: 'cat' }, null],
      ['b', { animal: 'dog' }, null],
      [undefined, { animal: 'cat' }, '"text" is empty.'],
    ])
    expect(table.notes).toEqual(
      expect.arrayContaining(['Columns of bytes are not taken: image. Pictures come in as files.']),
    )
  })

  test('dates before March 1900, those of old Macintoshes, and a number that is no day', async () => {
    const styles = {
      'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    }
    const days = (values: number[], more = {}) =>
      workbook(
        sheet(
          `<row>${values.map((n) => text(`t${n}`)).join('')}</row><row>${values.map((n) => `<c s="1"><v>${n}</v></c>`).join('')}</row>`,
          { ...styles, ...more },
        ),
      )
    expect((await days([1, 59, 61, 45000.5])).rows[0]![1]).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-03-01',
      '2023-03-15T12:00:00',
    ])
    const old = {
      'xl/workbook.xml':
        '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="A" r:id="r1"/></sheets></workbook>',
    }
    expect((await days([0, 1e300], old)).rows[0]![1]).toEqual(['1904-01-01', '1e+300'])
  })

  test.each([
    ['a column beyond all columns', `<row>${text('a', 'ZZZZ1')}</row>`, 'says that it stands at "ZZZZ1"'],
    ['a cell without a place', `<row>${text('a', '1')}</row>`, 'says that it stands at "1"'],
    ['two columns of one name', `<row>${text('a')}${text('a')}</row>`, 'Two columns are called "a"'],
    ['an empty sheet', '<row><c><v></v></c></row>', 'is empty'],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]>', 'has a document type'],
  ])('%s is refused in a sentence', async (_, rows, said) => {
    await expect(workbook(sheet(rows))).rejects.toThrow(said)
  })

  test('a sheet of a million columns a row is refused before it is kept', async () => {
    const row = `<row>${text('a', 'XFD1')}</row>`
    await expect(workbook(sheet(row.repeat(1300)))).rejects.toThrow('more than 20 million cells')
  })

  test('a text that is not there is told with its cell', async () => {
    const { rows } = await workbook(sheet(`<row>${text('a')}</row><row><c r="A2" t="s"><v>7</v></c></row>`))
    expect(rows).toEqual([[2, [''], 'Cell A2 refers to a text that is not there.']])
  })
})

describe('an archive', () => {
  const name = 'xl/workbook.xml'
  const entryOf = async (bytes: Uint8Array) => (await readZip(new Blob([bytes as Uint8Array<ArrayBuffer>]))).get(name)!

  test('that says less than it holds is stopped at the limit', async () => {
    const bomb = await entryOf(zipOf({ [name]: new Uint8Array(210_000_000) }, { size: 10 }))
    await expect(bomb.open()).rejects.toThrow('has more than 200 MB')
  })

  test.each([
    ['that says how much it holds', {}, { size: 4_000_000_000 }, 'has more than 200 MB'],
    ['with a password', {}, { flags: 1 }, 'is encrypted'],
    ['packed in another way', {}, { method: 14 }, 'is packed in a way that is not read'],
  ])('%s is refused in a sentence', async (_, files, lies, said) => {
    const entry = await entryOf(zipOf({ [name]: '<a/>', ...files }, lies))
    await expect(entry.open()).rejects.toThrow(said)
  })

  test('cut off anywhere it is refused in a sentence', async () => {
    const whole = sheet(`<row>${text('a')}</row><row>${text('b')}</row>`)
    for (let length = 4; length < whole.length; length += 7)
      await expect(readImport(whole.subarray(0, length)), `${length}`).rejects.toThrow(
        /may have been cut off|not whole|is a zip/,
      )
  })

  test('that is no workbook is to be unpacked', async () => {
    await expect(readImport(zipOf({ 'a.jpg': 'x' }))).rejects.toThrow('The file is a zip. Unpack it')
  })
})

describe('a Parquet file', () => {
  test.each([
    ['snappy', snappy],
    ['zstd', zstd],
    ['gzip', gzip],
  ])('packed by %s: whole numbers whole, dates, lists, nothing where nothing is', async (_, base64) => {
    const { table, notes } = await tableOfParquet(bytesOf(base64))
    expect(table.titles).toEqual(['text', 'animal', 'legs', 'seen', 'tags'])
    expect(table.rows.map(({ cells }) => cells)).toEqual([
      ['É 🙂', 'cat', '4', '2026-11-30', 'a|b'],
      ['b', 'dog', '', '', expect.any(String)],
      ['', 'cat', '1152921504606846976', '', ''],
    ])
    expect(notes).toEqual(['Columns of bytes are not taken: image. Pictures come in as files.'])
  })

  test('broken anywhere it is refused in a sentence', async () => {
    const whole = bytesOf(zstd)
    for (let at = 4; at < whole.length - 4; at += 31) {
      const broken = whole.slice()
      broken.fill(0xff, at, at + 8)
      const read = await tableOfParquet(broken).catch((error: Error) => error.message)
      if (typeof read === 'string')
        expect(read).toMatch(/^(The Parquet file cannot be read|It unpacks|It has more|The table has more)/)
    }
  })
})
