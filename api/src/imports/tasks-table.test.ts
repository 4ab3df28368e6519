import { describe, expect, test } from 'vitest'
import { InputField, OutputField } from '../fields.ts'
import { readImport } from './readers.ts'

const form = (columns: Record<string, string> = {}) => ({
  inputs: [
    InputField.parse({ name: 'text', type: 'text' }),
    InputField.parse({ name: 'photo', type: 'image', required: false }),
  ],
  outputs: [
    OutputField.parse({ name: 'animal', type: 'radio', options: [{ value: 'cat' }, { value: 'dog' }] }),
    OutputField.parse({ name: 'legs', type: 'number', required: false }),
  ],
  columns: new Map(Object.entries(columns)),
})
const read = (file: string | Uint8Array, columns?: Record<string, string>) =>
  readImport(typeof file === 'string' ? new TextEncoder().encode(file) : file, { form: form(columns) })

describe('a table of tasks', () => {
  test('has a column a field, ids and names of its own, and says what it leaves out', async () => {
    const { title, inputs, tasks, notes } = await read(
      'external_id,text,photo,animal,legs,colour\nx1,"a, ""b""\nc",in/é.jpg,cat,4,red\nx2,d,,,,\n',
    )
    expect(title).toBe('Table of tasks')
    expect(inputs.map(({ name, type, required }) => [name, type, required])).toEqual([
      ['text', 'text', true],
      ['photo', 'image', false],
    ])
    expect(tasks).toEqual([
      {
        ...{ row: 2, name: 'in/é.jpg', size: null, fault: null, external_id: 'x1' },
        item: { text: 'a, "b"\nc', photo: 'in/é.jpg' },
        answer: { animal: 'cat', legs: 4 },
      },
      { row: 3, name: null, item: { text: 'd' }, size: null, answer: null, fault: null, external_id: 'x2' },
    ])
    expect(notes).toEqual(['Columns that are no field of the project are not taken: colour.'])
  })

  test.each([
    ['tabs, CRLF, a byte order mark', '\uFEFFtext\tlegs\r\na\t2.5\r\n', {}],
    ['";" between cells, a comma in numbers', 'text;legs\na;2,5\n', {}],
    ['UTF-16', new Uint8Array(Buffer.from('\uFEFFtext,legs\na,2.5\n', 'utf16le')), {}],
    ['columns that are called otherwise', 'Body,N. of legs\na,2.5\n', { text: 'Body', legs: 'N. of legs' }],
    ['lines of JSON', '{"text":"a","legs":2.5}\n', {}],
    ['a list in JSON', '[{"legs":2.5,"text":"a"}]', {}],
  ])('%s', async (_, file, columns) => {
    const { tasks } = await read(file as string, columns as unknown as Record<string, string>)
    expect(tasks.map(({ item, answer }) => [item.text, answer])).toEqual([['a', { legs: 2.5 }]])
  })

  test.each([
    ['"text" is empty', 'text,animal\na,cat\n ,cat\nb,dog\n'],
    ['Cell 3 has no title', 'text,animal\na,cat\nb,cat, black\nc,dog\n'],
    ['The field "legs"', 'text,legs\na,4\nb,four\nc,4\n'],
    ['200000 characters', `text\na\n${'b'.repeat(200_001)}\nc\n`],
    ['no JSON', '{"text":"a"}\n{"text":\n{"text":"c"}\n'],
    ['no object', '{"text":"a"}\n[1]\n{"text":"c"}\n'],
  ])('what is wrong with a row is told of it, and the others are read: %s', async (why, file) => {
    const { tasks } = await read(file)
    expect(tasks.map(({ fault }) => fault)).toEqual([null, expect.stringContaining(why), null])
  })

  test.each([
    ['no column "text"', 'words\na\n', {}],
    ['no column "Body"', 'text\na\n', { text: 'Body' }],
    ['no field "other"', 'text\na\n', { other: 'text' }],
    ['Two columns are called "text"', 'text,text\na,b\n', {}],
    ['"," and ";"', 'text,a;b\na\n', {}],
    ['The archive is not whole', 'PK\x03\x04abcdefgh', {}],
    ['not UTF-8', new Uint8Array([0x74, 0x65, 0x78, 0x74, 0xe4, 0x0a]), {}],
    ['no pictures or texts', 'text\n', {}],
    ['million cells', `text\n${`${','.repeat(1999)}\n`.repeat(10_001)}`, {}],
    ['more than 1000000 rows', `text\n${'a\n'.repeat(1_000_001)}`, {}],
    ['different keys', JSON.stringify(Object.fromEntries(Array.from({ length: 2001 }, (_, n) => [`k${n}`, 1]))), {}],
  ])('a table that is refused says why: %s', async (why, file, columns) => {
    await expect(read(file, columns as unknown as Record<string, string>)).rejects.toThrow(why)
  })

  test('without a project there is no form, and the columns are told', async () => {
    await expect(readImport(new TextEncoder().encode('text,animal\na,cat\n'))).rejects.toThrow(
      'needs a project that has one. Its columns are: text, animal.',
    )
  })
})
