import { ProjectDraft } from '@whisker/api/project-settings.ts'
import { expect, test } from 'vitest'
import type { Draft } from '../projects/editor/draft.ts'
import { mergeDrafts } from './merge.ts'

const base = ProjectDraft.parse({
  title: 'Animals',
  input_spec: [{ name: 'image', type: 'image' }],
  output_spec: [
    { name: 'animal', type: 'radio', options: [{ value: 'cat' }, { value: 'dog' }] },
    { name: 'note', type: 'input', required: false },
  ],
})

function changed(change: (draft: Draft) => void): Draft {
  const draft = structuredClone(base)
  change(draft)
  return draft
}
const optionsOf = (draft: Draft) => {
  const [field] = draft.output_spec
  return (field && 'options' in field && field.options) || []
}

test('C2 an option of each of two people, and a label: nothing is lost and nobody is asked', () => {
  const mine = changed((draft) => {
    optionsOf(draft).push({ value: 'bird', label: '' })
    draft.title = 'Beasts'
  })
  const theirs = changed((draft) => {
    optionsOf(draft).push({ value: 'fish', label: '' })
    draft.output_spec[0]!.label = 'Which?'
    draft.output_spec.push({ ...draft.output_spec[1]!, name: 'more' })
  })
  const { draft, conflicts } = mergeDrafts(base, mine, theirs, 'mine')
  expect(conflicts).toEqual([])
  expect(optionsOf(draft).map(({ value }) => value)).toEqual(['cat', 'dog', 'bird', 'fish'])
  expect(draft.title).toBe('Beasts')
  expect(draft.output_spec.map(({ name, label }) => [name, label])).toEqual([
    ['animal', 'Which?'],
    ['note', ''],
    ['more', ''],
  ])
})

test('C2 what both have changed is asked about, by its name, and goes either way', () => {
  const mine = changed((draft) => {
    optionsOf(draft)[0]!.label = 'Cat'
  })
  const theirs = changed((draft) => {
    optionsOf(draft)[0]!.label = 'Kitten'
  })
  const kept = mergeDrafts(base, mine, theirs, 'mine')
  expect(kept.conflicts).toEqual([
    { at: 'What people fill in › animal › options › cat › label', mine: 'Cat', theirs: 'Kitten' },
  ])
  expect(optionsOf(kept.draft)[0]?.label).toBe('Cat')
  expect(optionsOf(mergeDrafts(base, mine, theirs, 'theirs').draft)[0]?.label).toBe('Kitten')
})

test('C2 what one took away goes, unless the other has changed it', () => {
  const without = changed((draft) => void draft.output_spec.pop())
  const other = changed((draft) => {
    draft.title = 'New'
  })
  expect(mergeDrafts(base, without, other, 'mine').draft.output_spec).toHaveLength(1)
  expect(mergeDrafts(base, other, without, 'mine').draft.output_spec).toHaveLength(1)
  const touched = changed((draft) => {
    draft.output_spec[1]!.help = 'Look'
  })
  const { draft, conflicts } = mergeDrafts(base, touched, without, 'mine')
  expect(draft.output_spec).toHaveLength(2)
  expect(conflicts).toHaveLength(1)
})
