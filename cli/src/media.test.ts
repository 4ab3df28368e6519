import { InputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { createCommand } from './commands/projects/create.ts'
import { chooseField } from './commands/upload/upload.ts'
import { media } from './media.ts'

test.each(Object.entries(media))('--%s makes an input field that the API takes', (type, { help }) => {
  const option = createCommand().options.find(({ long }) => long === `--${type}`)
  expect(option).toMatchObject({ flags: `--${type} <name>`, description: `you send: ${help}` })
  const [field] = option!.parseArg!('shown', undefined as never) as unknown as unknown[]
  expect(InputField.parse(field)).toMatchObject({ type, name: 'shown' })
})

test.each(Object.entries(media))('upload takes a project of %s, or says that it has no picture', (type, medium) => {
  const project = { id: 7, input_spec: [InputField.parse({ name: 'shown', type })] }
  if (medium.isUploaded) expect(chooseField(project, undefined)).toBe('shown')
  else expect(() => chooseField(project, undefined)).toThrow('Project 7 has no image field, so it takes no pictures.')
})
