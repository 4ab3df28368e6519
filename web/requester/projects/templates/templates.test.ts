import { ProjectDraft } from '@whisker/api/project-settings.ts'
import { expect, test } from 'vitest'
import { species } from './species.ts'
import { templates } from './templates.ts'

test.each(templates.map((template) => [template.id, template.draft] as const))('%s is a valid project', (_, draft) => {
  expect(ProjectDraft.safeParse(draft).error).toBeUndefined()
})

test('the template of the article has the fields of the article', () => {
  const first = templates[0]?.draft
  expect(first?.input_spec[0]).toMatchObject({ name: 'image_with_animal', type: 'image' })
  expect(first?.output_spec[0]).toMatchObject({ type: 'input' })
})

test('the tree of species has 200 animals, each below a group and a class', () => {
  const byValue = new Map(species.map((one) => [one.value, one]))
  const animals = species.filter(({ code }) => code)
  expect(animals).toHaveLength(200)
  expect(byValue.size).toBe(species.length)
  for (const { parent = '', label, synonyms = [] } of animals) {
    expect(byValue.get(byValue.get(parent)?.parent ?? '')?.parent, label).toBeUndefined()
    expect(byValue.has(byValue.get(parent)?.parent ?? ''), label).toBe(true)
    expect(synonyms[0], label).toMatch(/^[A-Z][a-z]+ [a-z]+$/)
  }
})
