import { ProjectDraft } from '@whisker/api/project-settings.ts'
import { expect, test } from 'vitest'
import { templates } from './templates.ts'

test.each(templates.map((template) => [template.id, template.draft] as const))('%s is a valid project', (_, draft) => {
  expect(ProjectDraft.safeParse(draft).error).toBeUndefined()
})

test('the template of the article has the fields of the article', () => {
  const first = templates[0]?.draft
  expect(first?.input_spec[0]).toMatchObject({ name: 'image_with_animal', type: 'image' })
  expect(first?.output_spec[0]).toMatchObject({ type: 'input' })
})
