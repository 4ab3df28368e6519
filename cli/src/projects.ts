import type { Client } from '@whisker/api/client.ts'
import type { ListedProject, Project } from '@whisker/api/projects.ts'
import type { FieldSummary, ProjectSummary } from '@whisker/api/summary.ts'
import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from './connection.ts'
import { projectNumber, withConnectionOptions } from './options.ts'
import { createCommand } from './projects-create.ts'
import { deleteCommand } from './projects-delete.ts'
import { print } from './terminal.ts'

const examples = `
Examples:
  $ whisker projects list
  $ whisker projects show 1
  $ whisker projects create --title "Cat or dog?" --image photo --radio 'animal=cat,dog'`

export function command(): Command {
  return new Command('projects')
    .description('List, show, create and delete projects. A project is one kind of question.')
    .addHelpText('after', examples)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(createCommand())
    .addCommand(deleteCommand())
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
          print(flags.json ? `${JSON.stringify(project)}\n` : `${line(project)}\n`)
        }
        if (found === 0 && !flags.json)
          print('There are no projects yet. Make one with `whisker projects create --help`, or in the dashboard.\n')
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
    .description('Show a project, how far its work is, and what came out.')
    .argument('<project>', 'its number', projectNumber)
    .option('--json', 'as one JSON object')
    .addHelpText('after', '\nExample:\n  $ whisker projects show 1')
    .action((project_id: number, flags: Flags) =>
      withConnection(flags, async ({ client, url }) => {
        const params = { project_id }
        const [project, progress, summary] = await Promise.all([
          client.readProject({ params }),
          client.readProgress({ params }),
          client.readSummary({ params }),
        ])
        if (flags.json) {
          print(`${JSON.stringify({ ...project, progress, summary })}\n`)
          return
        }
        // A key that may only read is not shown the link that lets workers in.
        const link = await client.readLabelLink({ params }).catch(() => null)
        print(describe({ project, progress, summary, link: link?.url ?? null, url }))
      }),
    )
}

function range({ min_answers: min, max_answers: max, confidence }: Project): string {
  return min === max ? String(min) : `${min} to ${max}, until ${confidence * 100}% sure,`
}

type Progress = ListedProject['progress']
type Shown = {
  project: Project
  progress: Progress
  summary: ProjectSummary
  link: string | null
  url: string
}

function describe({ project, progress, summary, link, url }: Shown): string {
  const { tasks, answers, held } = progress
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
    ...waiting(project.id, progress),
    ...figures(summary),
    ...(link ? [['Label', link]] : []),
    ['Dashboard', `${url}/app/projects/${project.id}`],
  ]
  return rows.map(([name = '', value]) => `${name.padEnd(11)}${value}\n`).join('')
}

/** What keeps tasks open, and is not a matter of time. */
function waiting(id: number, { people, people_missing, skipped, lapsed, passed_over }: Shown['progress']): string[][] {
  const more = people_missing === 1 ? '1 more person is' : `${people_missing} more people are`
  return [
    ...(people_missing > 0
      ? [['People', `${people}; ${more} needed: each answer to a task comes from somebody else`]]
      : []),
    ...(skipped > 0
      ? [['Skipped', `${tasksOf(skipped)} by all who saw them: GET /projects/${id}/skipped-tasks says why`]]
      : []),
    ...(lapsed > 0
      ? [
          [
            'Unanswered',
            `${tasksOf(lapsed)} taken three times or more, with no answer: GET /tasks?project_id=${id}&lapsed=true`,
          ],
        ]
      : []),
    ...passedOver(id, passed_over),
  ]
}

function passedOver(id: number, { missing, corrupt, decoder }: Progress['passed_over']): string[][] {
  const count = missing + corrupt + decoder
  if (count === 0) return []
  const why = [
    ...(missing > 0 ? [`${missing} missing in the store`] : []),
    ...(corrupt > 0 ? [`${corrupt} damaged there`] : []),
    ...(decoder > 0 ? [`${decoder} not read to the end, tried again by itself`] : []),
  ]
  const mend =
    missing + corrupt > 0 ? ' Send the same pictures again, or put the files back: the tasks come back then.' : ''
  return [
    [
      'Nobody',
      `is given ${tasksOf(count)}, for want of a picture (${why.join(', ')}).${mend} GET /tasks?project_id=${id}&passed_over=true lists them`,
    ],
  ]
}

function tasksOf(count: number): string {
  return count === 1 ? '1 task' : `${count} tasks`
}

/** What the dashboard's overview and results show. */
function figures(summary: ProjectSummary): string[][] {
  const { answers, answers_per_task, answers_to_come, answers_last_hour, seconds_left, agreement, results } = summary
  if (answers === 0) return []
  const { least: min, expected, most: max } = answers_to_come
  const rows = [
    [
      'Cost',
      `${answers} answers${answers_per_task === null ? '' : `, ${answers_per_task.toFixed(2)} per completed task`}; ${expected} to come${min === max ? '' : ` (${min} to ${max})`}`,
    ],
    [
      'Pace',
      `${answers_last_hour} answers in the last hour${seconds_left === null ? '' : `; ${timeLeft(seconds_left)} left`}`,
    ],
    ['Agreement', agreement === null ? 'not known: one answer per task' : `${percent(agreement)} of the votes`],
    ['Results', String(results)],
  ]
  return [...rows, ...summary.fields.filter(({ values }) => values.length > 0).map((field) => labels(field, results))]
}

const maxShown = 5

function labels({ field, values, others, none }: FieldSummary, results: number): string[] {
  const shown = values
    .slice(0, maxShown)
    .map(({ value, tasks }) => `${JSON.stringify(value)} ${percent(tasks / results)}`)
  const more = others.values + Math.max(0, values.length - maxShown)
  if (more > 0) shown.push(`${more} more`)
  if (none > 0) shown.push(`no answer ${percent(none / results)}`)
  return [`  ${field}`.padEnd(11).concat(field.length > 8 ? ' ' : ''), shown.join(', ')]
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

function timeLeft(seconds: number): string {
  if (seconds < 5400) return `about ${Math.max(1, Math.round(seconds / 60))} min`
  return seconds < 172_800 ? `about ${Math.round(seconds / 3600)} h` : `about ${Math.round(seconds / 86_400)} days`
}
