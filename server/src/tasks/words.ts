import type { InputField } from '@whisker/api/fields.ts'
import { mediumOf } from '@whisker/api/media/media.ts'

type Named = { name?: string | undefined }

/** As it is searched: every way of writing a letter is one, capitals and small letters are the same. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase().normalize('NFKC')
}

/** What a task is found by: its names and its texts, each between line breaks. Ids are looked up as they are. */
export function searchWords(fields: readonly InputField[], task: Named & { items: Record<string, string>[] }): string {
  const texts = fields.filter((field) => mediumOf(field).keeps === 'words').map(({ name }) => name)
  const said = task.items.flatMap((item) => texts.flatMap((name) => item[name] ?? []))
  return `${nameWords(task)}${said.map((text) => `${fold(text)}\n`).join('')}`
}

/** The same of its names alone. */
export function nameWords({ name }: Named): string {
  return name === undefined ? '\n' : `\n${fold(name)}\n`
}

/** A pattern for `like`. */
export function pattern(search: string): string {
  return `%${fold(search).replace(/[\\%_]/g, '\\$&')}%`
}
