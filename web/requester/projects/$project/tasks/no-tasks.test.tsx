import { MantineProvider } from '@mantine/core'
import { InputField } from '@whisker/api/fields.ts'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { media } from '../../../media/media.ts'
import { NoTasks } from './no-tasks.tsx'

function words(...types: string[]): string {
  const input_spec = types.map((type, at) => InputField.parse({ name: `f${at}`, type }))
  return renderToStaticMarkup(
    <MantineProvider>
      <NoTasks project={{ input_spec }} filtered={false} />
    </MantineProvider>,
  )
}

test.each(Object.entries(media))('a project of %s is told to add what it is about', (type, { many }) => {
  expect(words(type)).toContain(`Add ${many} on the overview, or by API.`)
  for (const other of Object.values(media)) if (other.many !== many) expect(words(type)).not.toContain(other.many)
})

test('where an item has several parts nothing can be added on the overview', () => {
  expect(words('text', 'image')).toContain('Send them by API')
  expect(words('text', 'image')).not.toContain('Add ')
})
