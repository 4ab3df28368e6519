import type { Client } from '@whisker/api/client.ts'
import type { Imported } from '@whisker/api/imports/imported.ts'
import { type Project, ProjectDraft } from '@whisker/api/project-settings.ts'
import { usageFailure } from '../../failure.ts'
import { tell } from '../../terminal.ts'
import { faults } from '../projects/create.ts'
import type { LabelUse } from './label-use.ts'

/** What is read, and by what it is known again. `title`: what the person wants the project to be called. */
export type Source = { name: string; hash: string; title: string | undefined }

/** The form of a file as a project. @throws {Failure} when none can be made of it */
export function draftOf({ inputs, fields }: Imported, { name, hash, title }: Source, as: LabelUse): ProjectDraft {
  if (fields.length === 0)
    throw usageFailure(
      'The file has no labels that a form could be made of. Make a project, and name it with --project.',
    )
  const checked = ProjectDraft.safeParse({
    title: title ?? name,
    description: `Imported from ${name}, ${markOf(hash)}`,
    input_spec: inputs,
    output_spec: fields,
    // A label is the one answer that is wanted: nobody is asked before the reviewer.
    ...(as === 'review' && { min_answers: 1, max_answers: 1 }),
  })
  if (!checked.success) throw usageFailure(`No form can be made of the file:\n${faults(checked.error)}`)
  return checked.data
}

/** By this the project of a file is found again, as long as nobody takes it out of its description. */
function markOf(hash: string): string {
  return `sha256:${hash}`
}

/**
 * The project of a file: the one that was made of the same file before, else a new one. Two who begin at the same time, and one whose
 * reply was lost, get the same one by its key.
 */
export async function projectOf(client: Client, draft: ProjectDraft, { name, hash, title }: Source): Promise<Project> {
  const there = await findProject(client, hash, title)
  if (there) {
    tell(
      `Project ${there.id} was made of ${name} before, and gets it again. For another one: --title "Another title".\n`,
    )
    return there
  }
  const made = await client.createProject({ body: draft, idempotencyKey: await keyOf(draft) })
  tell(
    `Project ${made.id} was made. Run the same command again after an interruption: it finds this project by ${name}.\n`,
  )
  return made
}

async function findProject(client: Client, hash: string, title: string | undefined): Promise<Project | null> {
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

/** Of all that is asked for; the description says of which file. */
async function keyOf(draft: ProjectDraft): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify(draft)))
  return `import:${Buffer.from(digest).toString('hex')}`
}
