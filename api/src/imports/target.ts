import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import type { Client } from '../client.ts'
import { type Project, ProjectDraft } from '../project-settings.ts'
import { type Imported, ImportFault } from './imported.ts'
import type { LabelUse } from './label-use.ts'

/** What is read, and by what it is known again. `title`: what the person wants the project to be called. */
export type Source = { name: string; hash: string; title: string | undefined }

/** The form of a file as a project. @throws {ImportFault} when none can be made of it */
export function draftOf({ inputs, fields }: Imported, { name, hash, title }: Source, as: LabelUse): ProjectDraft {
  if (fields.length === 0)
    throw new ImportFault('The file has no labels that a form could be made of. Make a project first, and name it.')
  const checked = ProjectDraft.safeParse({
    title: title ?? name,
    description: `Imported from ${name}, ${markOf(hash)}`,
    input_spec: inputs,
    output_spec: fields,
    // A label is the one answer that is wanted: nobody is asked before the reviewer.
    ...(as === 'review' && { min_answers: 1, max_answers: 1 }),
  })
  if (!checked.success) {
    const faults = checked.error.issues.map(
      ({ path, message }) => `  ${path.map((part) => `/${String(part)}`).join('')}: ${message}`,
    )
    throw new ImportFault(`No form can be made of the file:\n${faults.join('\n')}`)
  }
  return checked.data
}

/** By this the project of a file is found again, as long as nobody takes it out of its description. */
function markOf(hash: string): string {
  return `sha256:${hash}`
}

/** The project that was made of the same file before, if there is one. `title`: only of this name. */
export async function findProject(
  client: Client,
  { hash, title }: Pick<Source, 'hash' | 'title'>,
): Promise<Project | null> {
  let after: string | undefined
  do {
    const page: Awaited<ReturnType<Client['listProjects']>> = await client.listProjects({
      query: { limit: 200, ...(after !== undefined && { after }) },
    })
    const found = page.data.find(
      (one) => one.description.includes(markOf(hash)) && (title === undefined || one.title === title),
    )
    if (found) return found
    after = page.next
  } while (after !== undefined)
  return null
}

/** Makes the project of a file. Two who begin at the same time, and one whose reply was lost, get the same one by its key. */
export async function makeProject(client: Client, draft: ProjectDraft): Promise<Project> {
  // Of all that is asked for; the description says of which file.
  const key = `import:${bytesToHex(sha256(new TextEncoder().encode(JSON.stringify(draft))))}`
  return client.createProject({ body: draft, idempotencyKey: key })
}
