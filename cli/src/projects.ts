import type { Client } from '@whisker/api/client.ts'
import type { ListedProject, Project } from '@whisker/api/projects.ts'
import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from './connection.ts'
import { projectNumber, withConnectionOptions } from './options.ts'
import { createCommand } from './projects-create.ts'

const examples = `
Examples:
  $ whisker projects list
  $ whisker projects show 1
  $ whisker projects create --title "Cat or dog?" --image photo --radio 'animal=cat,dog'`

export function command(): Command {
  return new Command('projects')
    .description('List, show and create projects. A project is one kind of question.')
    .addHelpText('after', examples)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(createCommand())
}

type Flags = ConnectionFlags & { json?: boolean; status?: string }

function listCommand(): Command {
  return withConnectionOptions(new Command('list'))
    .description('List your projects, newest first, and how far each is.')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', '\nExample:\n  $ whisker projects list --json | jq .id')
    .action((flags: Flags) =>
      withConnection(flags, async ({ client }) => {
        let found = 0
        for await (const project of allProjects(client)) {
          found++
          process.stdout.write(flags.json ? `${JSON.stringify(project)}\n` : `${line(project)}\n`)
        }
        if (found === 0 && !flags.json)
          process.stdout.write(
            'There are no projects yet. Make one with `whisker projects create --help`, or in the dashboard.\n',
          )
      }),
    )
}

async function* allProjects(client: Client): AsyncGenerator<ListedProject> {
  let after: string | undefined
  do {
    const page = await client.listProjects({ query: { ...(after && { after }) } })
    yield* page.data
    after = page.next
  } while (after)
}

function line({ id, status, title, progress }: ListedProject): string {
  return `${String(id).padStart(6)}  ${doneOf(progress).padEnd(14)}  ${title}${status === 'active' ? '' : `  (${status})`}`
}

/** How many of the tasks that people can finish are completed. */
function doneOf({ tasks: { open, completed, needs_review } }: Progress): string {
  const all = open + completed + needs_review
  return all === 0 ? 'no tasks' : `${Math.floor((completed / all) * 100)}% of ${all}`
}

function showCommand(): Command {
  return withConnectionOptions(new Command('show'))
    .description('Show a project and how far its work is.')
    .argument('<project>', 'its number', projectNumber)
    .option('--json', 'as one JSON object')
    .addHelpText('after', '\nExample:\n  $ whisker projects show 1')
    .action((project_id: number, flags: Flags) =>
      withConnection(flags, async ({ client, url }) => {
        const params = { project_id }
        const [project, progress] = await Promise.all([client.readProject({ params }), client.readProgress({ params })])
        if (flags.json) {
          process.stdout.write(`${JSON.stringify({ ...project, progress })}\n`)
          return
        }
        // A key that may only read is not shown the link that lets workers in.
        const link = await client.readLabelLink({ params }).catch(() => null)
        process.stdout.write(describe(project, progress, link?.url ?? null, url))
      }),
    )
}

function range({ min_answers: least, max_answers: most, confidence }: Project): string {
  return least === most ? String(least) : `${least} to ${most}, until ${confidence * 100}% sure,`
}

type Progress = Awaited<ReturnType<Client['readProgress']>>

function describe(project: Project, { tasks, answers, held }: Progress, link: string | null, url: string): string {
  const all = Object.values(tasks).reduce((sum, n) => sum + n, 0)
  const fields = (specs: { name: string; type: string; required: boolean }[]) =>
    specs.map(({ name, type, required }) => `${name} (${type}${required ? '' : ', optional'})`).join(', ')
  const rows = [
    ['Project', `${project.id}  ${project.title}${project.status === 'active' ? '' : `  (${project.status})`}`],
    ['Sent', fields(project.input_spec)],
    ['Answered', fields(project.output_spec)],
    ['Answers', `${range(project)} per task; ${answers} so far, ${held} tasks are being answered now`],
    [
      'Tasks',
      `${all}: ${Object.entries(tasks)
        .map(([status, n]) => `${n} ${status.replace('_', ' ')}`)
        .join(', ')}`,
    ],
    ...(link ? [['Label', link]] : []),
    ['Dashboard', `${url}/app/projects/${project.id}`],
  ]
  return rows.map(([name = '', value]) => `${name.padEnd(11)}${value}\n`).join('')
}
