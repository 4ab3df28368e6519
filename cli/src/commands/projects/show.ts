import type { Project } from '@whisker/api/project-settings.ts'
import type { ListedProject } from '@whisker/api/projects.ts'
import type { ProjectSummary } from '@whisker/api/summary.ts'
import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'
import { figures } from './figures.ts'

type Flags = ConnectionFlags & { json?: boolean }

export function showCommand(): Command {
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
