import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { exitCodes } from './failure.ts'
import { print, tell } from './terminal.ts'

type Loader = { summary: string; load: () => Promise<{ command: () => Command }> }

/** Only the command that is called is loaded: `whisker --help` need not wait for the schemas of the API. */
export const commands: Record<string, Loader> = {
  label: {
    summary: 'from a folder of pictures to labels: start, send, and print the link',
    load: () => import('./commands/label.ts'),
  },
  serve: { summary: 'start the service', load: () => import('./commands/serve.ts') },
  login: { summary: 'save the address of a service and your API key', load: () => import('./commands/login.ts') },
  projects: { summary: 'list, show, create and delete projects', load: () => import('./commands/projects.ts') },
  tasks: { summary: 'delete tasks, or open cancelled ones again', load: () => import('./commands/tasks.ts') },
  upload: { summary: 'send pictures to a project, each exactly once', load: () => import('./commands/upload.ts') },
  bucket: {
    summary: 'follow a bucket: what is new in it becomes a task',
    load: () => import('./commands/bucket.ts'),
  },
  import: {
    summary: 'send the pictures and labels of another program',
    load: () => import('./commands/import.ts'),
  },
  results: { summary: 'get the results of a project', load: () => import('./commands/results.ts') },
  export: {
    summary: 'get the results with their pictures, as programs that train read them',
    load: () => import('./commands/export.ts'),
  },
  releases: {
    summary: 'keep results as they are, and tell what has changed since',
    load: () => import('./commands/releases.ts'),
  },
  report: {
    summary: 'show how good the labels of a project are, and what they cost',
    load: () => import('./commands/report.ts'),
  },
  doctor: { summary: 'check that the service can run here', load: () => import('./commands/doctor.ts') },
  fsck: { summary: 'check that nothing that is kept is lost or damaged', load: () => import('./commands/fsck.ts') },
  backup: {
    summary: 'copy everything into a folder, while the service runs',
    load: () => import('./commands/backup.ts'),
  },
  restore: { summary: 'make a data directory from a backup', load: () => import('./commands/restore.ts') },
  move: { summary: 'bring everything to a PostgreSQL of your own', load: () => import('./commands/move.ts') },
  workspaces: { summary: 'make another workspace, for the operator', load: () => import('./commands/workspaces.ts') },
  people: { summary: 'export or delete a person, for the operator', load: () => import('./commands/people.ts') },
}

const examples = `
Examples:
  $ whisker label ./photos                  start a service here and label a folder
  $ whisker upload ./photos --project 1     send more pictures
  $ whisker results 1 --out labels.csv      get the labels

Exit codes: 0 all done, 1 something was refused, 2 wrong usage, 3 no access or no service, 130 stopped by Ctrl-C.`

/** Runs one command. What it ends with is in `process.exitCode`, or thrown. */
export async function runProgram(args: readonly string[]): Promise<void> {
  const program = new Command('whisker')
    .description('Whisker: send pictures or texts, get one trustworthy label for each.')
    .configureOutput({ writeOut: print, writeErr: tell })
    .version(readVersion(), '-V, --version')
    .addHelpText('after', examples)
  const called = args[0] === 'help' ? args[1] : args.find((arg) => !arg.startsWith('-'))
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const command = name === called ? (await load()).command() : new Command(name)
    program.addCommand(command.summary(summary))
  }
  for (const command of withSubcommands(program)) {
    command
      .showHelpAfterError(`(\`${path(command)} --help\` shows how it is used)`)
      .configureOutput({ writeOut: print, writeErr: tell })
      .exitOverride()
  }
  try {
    await program.parseAsync(args as string[], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Help and version end with 0; everything else that commander says is about the command line.
    process.exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.usage
  }
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

function path(command: Command): string {
  return command.parent ? `${path(command.parent)} ${command.name()}` : command.name()
}

function readVersion(): string {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version
}
