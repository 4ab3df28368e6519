import { readFile } from 'node:fs/promises'
import { escapePointer } from '@whisker/api/field-names.ts'
import { ProjectDraft } from '@whisker/api/project-settings.ts'
import { Command, Option } from 'commander'
import type { z } from 'zod'
import { codeOf } from '../../config-file.ts'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { usageFailure } from '../../failure.ts'
import { type Field, kinds } from '../../kinds.ts'
import { media } from '../../media.ts'
import { share, wholeNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'

const examples = `
Examples:
  $ whisker projects create --title "What animal is this?" --image image_with_animal --input animal
  $ whisker projects create --title "Cat or dog?" --image photo --radio 'animal=cat,dog,neither' --min-answers 3
  $ whisker projects create --file project.yaml

Fields are asked in the order in which they are given. A name is a key in the results: letters, digits and _. A comma in a
choice has a backslash before it: --radio 'size=1\\,5 mm,2 mm'.
A file holds the same as POST /projects takes, as YAML or JSON:
  title: Cat or dog?
  input_spec: [{ name: photo, type: image }]
  output_spec: [{ name: animal, type: radio, options: [{ value: cat }, { value: dog }] }]`

type Flags = ConnectionFlags & {
  title?: string
  description?: string
  instructions?: string
  language?: string
  minAnswers?: number
  maxAnswers?: number
  confidence?: number
  assignmentSeconds?: number
  access?: string
  callbackUrl?: string
  file?: string
  json?: boolean
}

export function createCommand(): Command {
  // All flags of fields share a list each: their order on the command line is the order of the fields.
  const inputs: Field[] = []
  const outputs: Field[] = []
  const command = withConnectionOptions(new Command('create'))
    .description('Create a project from flags or from a file.')
    .option('--title <text>', 'what the project is called; workers see it')
    .option('--description <text>', 'short, for your own list of projects')
    .option('--instructions <text>', 'what workers read before they begin')
  for (const [type, { help }] of Object.entries(media))
    command.option(
      `--${type} <name>`,
      `you send: ${help}`,
      adder(inputs, (name) => ({ name, type })),
    )
  for (const [type, { takes, help, read }] of Object.entries(kinds))
    command.option(
      `--${type} ${takes}`,
      `workers give: ${help}`,
      adder(outputs, (text) => read(text, type)),
    )
  return command
    .option('--language <tag>', 'language of the work, e.g. en or pt-BR')
    .option('--min-answers <number>', 'at least so many different people answer each task', wholeNumber(1, 100))
    .option(
      '--max-answers <number>',
      'at most so many; above the minimum, more are asked only while the label is unsure',
      wholeNumber(1, 100),
    )
    .option('--confidence <share>', 'how sure a label must be, e.g. 0.9, 0.95 or 0.99', share)
    .option('--assignment-seconds <number>', 'how long somebody may hold a task', wholeNumber(10, 86_400))
    .addOption(new Option('--access <who>', 'who may work on it').choices(['invitation', 'open']))
    .option('--callback-url <address>', 'where events are sent')
    .option('--file <path>', 'a project as YAML or JSON; flags override what it says')
    .option('--json', 'print the project as one JSON object')
    .addHelpText('after', examples)
    .action((flags: Flags) => create(flags, inputs, outputs))
}

async function create(flags: Flags, inputs: Field[], outputs: Field[]): Promise<void> {
  const fromFile = flags.file ? await readDraft(flags.file) : {}
  const draft = {
    ...fromFile,
    ...given({
      title: flags.title,
      description: flags.description,
      public_description: flags.instructions,
      language: flags.language,
      min_answers: flags.minAnswers,
      max_answers: flags.maxAnswers,
      confidence: flags.confidence,
      assignment_seconds: flags.assignmentSeconds,
      access: flags.access,
      callback_url: flags.callbackUrl,
      input_spec: inputs.length > 0 ? inputs : undefined,
      output_spec: outputs.length > 0 ? outputs : undefined,
    }),
  }
  const checked = ProjectDraft.safeParse(draft)
  if (!checked.success)
    throw usageFailure(
      `This is not yet a project:\n${faults(checked.error)}\n\`whisker projects create --help\` shows examples.`,
    )
  await withConnection(flags, async ({ client, url }) => {
    const project = await client.createProject({ body: checked.data, idempotencyKey: crypto.randomUUID() })
    if (flags.json) print(`${JSON.stringify(project)}\n`)
    else
      print(
        `Project ${project.id} was made: ${project.title}\nIn the dashboard: ${url}/app/projects/${project.id}\nSend pictures: whisker upload ./photos --project ${project.id}\n`,
      )
  })
}

/** @throws {Failure} with the place of the fault */
export async function readDraft(path: string): Promise<Record<string, unknown>> {
  const { parse } = await import('yaml')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw usageFailure(`${path} cannot be read (${codeOf(error)}).`)
  }
  try {
    // JSON is YAML. The limit on aliases is the library's guard against a few lines that become gigabytes.
    const value: unknown = parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch (error) {
    throw usageFailure(`${path} is neither YAML nor JSON: ${error instanceof Error ? error.message : error}`)
  }
  throw usageFailure(
    `${path} must hold one object with title, input_spec and output_spec; \`whisker projects create --help\` shows one.`,
  )
}

/** One line a fault, with its JSON pointer. */
export function faults(error: z.ZodError): string {
  return error.issues
    .flatMap((issue): { path: PropertyKey[]; message: string }[] => {
      if (issue.code === 'unrecognized_keys')
        return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is not a field that exists here' }))
      const isMissing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined')
      return [{ path: issue.path, message: isMissing ? 'is required' : issue.message }]
    })
    .map(({ path, message }) => `  ${toPointer(path)}: ${message}`)
    .join('\n')
}

function toPointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${escapePointer(String(part))}`).join('') || '/'
}

function adder(list: Field[], read: (value: string) => Field) {
  return (value: string) => {
    list.push(read(value))
    return list
  }
}

function given(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}
