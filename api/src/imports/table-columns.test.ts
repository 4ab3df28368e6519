import { expect, test } from 'vitest'
import { readImport } from './readers.ts'

const read = (text: string, roles: ReadonlyMap<string, string> | 'guessed' = 'guessed') =>
  readImport(new TextEncoder().encode(text), { roles })
const rolesOf = async (text: string) => (await read(text)).columns!.map(({ title, role }) => `${title}: ${role}`)

test('what columns are is guessed by what stands in them', async () => {
  const texts = [
    'id,Body,label,who',
    '1,"a long one, really",glad,ann',
    '2,another one,sad,ben',
    '3,more of it,glad,cid',
    '4,x y,sad,dee',
  ]
  expect(await rolesOf(texts.join('\n'))).toEqual([
    'id: external_id',
    'Body: sent:text',
    'label: label:one',
    'who: left',
  ])
  const pictures = [
    'file,width,animal',
    'a.jpg,640,cat',
    'in/b.PNG,480,dog',
    'https://x.org/c.webp?x,320,cat',
    'd.gif,32,dog',
  ]
  expect(await rolesOf(pictures.join('\n'))).toEqual(['file: sent:image', 'width: left', 'animal: label:one'])
  expect(await rolesOf('text\na\nb\n')).toEqual(['text: sent:text'])
})

test('a form is made of columns: choices, several, what was typed, ids; a row without its text is a fault', async () => {
  const roles = new Map([
    ...[['Was ist das?', 'sent:text'] as const, ['art', 'label:one'] as const, ['tags', 'label:several'] as const],
    ...[['note', 'label:typed'] as const, ['nr', 'external_id'] as const, ['name', 'name'] as const],
  ])
  const file = 'nr,name,Was ist das?,art,tags,note,rest\n7,n,Hund,gut,a|b,"x, y",z\n8,m,Katze,,b,,z\n9,,,gut,a,,z\n'
  const { inputs, fields, tasks, notes, title } = await read(file, roles)
  expect(title).toBe('Table of tasks')
  expect(inputs).toEqual([{ name: 'Was_ist_das', type: 'text', required: true, label: 'Was ist das?' }])
  expect(fields).toEqual([
    { type: 'radio', name: 'art', label: 'art', required: false, options: [{ value: 'gut' }] },
    { type: 'checkbox', name: 'tags', label: 'tags', options: [{ value: 'a' }, { value: 'b' }] },
    { type: 'textarea', name: 'note', label: 'note', required: false },
  ])
  expect(tasks).toMatchObject([
    {
      row: 2,
      name: 'n',
      external_id: '7',
      item: { Was_ist_das: 'Hund' },
      answer: { art: 'gut', tags: ['a', 'b'], note: 'x, y' },
    },
    { row: 3, external_id: '8', answer: { tags: ['b'] }, fault: null },
    { row: 4, fault: '"Was_ist_das" is empty.' },
  ])
  expect(notes).toEqual(['Columns that are left out: rest.'])
})

test('two columns of one name make two fields, and one that is called as the id of a row is a field all the same', async () => {
  const roles = new Map([
    ...[
      ['a b', 'sent:text'] as const,
      ['a-b', 'label:typed'] as const,
      ['name', 'label:typed'] as const,
      ['x', 'name'] as const,
    ],
  ])
  const { tasks } = await read('a b,a-b,name,x\n1,2,3,4\n', roles)
  expect(tasks).toMatchObject([{ item: { a_b: '1' }, answer: { a_b_2: '2', name: '3' }, name: '4' }])
})

test.each([
  ['nothing to ask about', new Map([['a', 'label:one']]), 'No column is what people are asked about'],
  [
    'two ids',
    new Map([
      ['a', 'external_id'],
      ['b', 'external_id'],
      ['c', 'sent:text'],
    ]),
    'cannot both be',
  ],
  ['no such part', new Map([['a', 'sent:film']]), 'cannot be "sent:film"'],
  [
    'choices without one',
    new Map([
      ['c', 'sent:text'],
      ['d', 'label:one'],
    ]),
    'is empty, so it has no choices',
  ],
])('%s is refused in a sentence', async (_, roles, why) => {
  await expect(read('a,b,c,d\n1,2,3,\n', roles as Map<string, string>)).rejects.toThrow(why)
})

test('a file that can be taken for several says so, and is read as somebody says', async () => {
  const turk = 'HITId,Input.text,AssignmentId,AssignmentStatus\nH1,what,A1,Approved\n'
  const first = await read(turk)
  expect([first.title, first.titles]).toEqual(['Mechanical Turk', ['Mechanical Turk', 'Table of tasks']])
  const table = await readImport(new TextEncoder().encode(turk), { roles: 'guessed', title: 'Table of tasks' })
  expect(table.title).toBe('Table of tasks')
  await expect(readImport(new TextEncoder().encode(turk), { title: 'COCO' })).rejects.toThrow(
    'cannot be taken for COCO',
  )
  const coco = JSON.stringify({ images: [{ id: 1, file_name: 'a.jpg' }], annotations: [] })
  expect((await read(coco)).titles).toEqual(['COCO'])
})
