import { type Command, InvalidArgumentError, Option } from 'commander'

/** The two options of every command that talks to a service. */
export function withConnectionOptions(command: Command): Command {
  return command
    .addOption(new Option('--url <address>', 'the service (default: WHISKER_URL, or what `whisker login` saved)'))
    .addOption(
      new Option(
        '--key <key>',
        'the API key; other users of this machine can see it, so better use WHISKER_KEY or `whisker login`',
      ),
    )
}

/** A whole number within bounds, for commander. */
export function wholeNumber(min: number, max: number) {
  return (value: string): number => {
    const number = Number(value)
    if (!/^\d{1,10}$/.test(value) || number < min || number > max)
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`)
    return number
  }
}

/** A share between a coin's and certainty, such as 0.95. */
export function share(value: string): number {
  const number = Number(value)
  if (!/^0?\.\d{1,9}$/.test(value) || number <= 0.5)
    throw new InvalidArgumentError('It must be above 0.5 and below 1, such as 0.95.')
  return number
}

/** The number of a project. */
export const projectNumber = wholeNumber(1, 2_147_483_647)

/** The number of a release of a project. */
export const releaseNumber = wholeNumber(1, 2_147_483_647)

/** The address and port for a service that is started here. */
export function withServeOptions(command: Command): Command {
  return command
    .option(
      '--port <number>',
      'port to listen on; 0 takes any free one (default: PORT, or 4000)',
      wholeNumber(0, 65_535),
    )
    .option('--host <address>', 'address to listen on (default: HOST, or 127.0.0.1: this machine only)')
    .addOption(dataOption())
}

/** The option of every command that works on the data of a service of this machine. */
export function dataOption(): Option {
  return new Option('--data <folder>', 'where the database and the pictures are kept (default: DATA_DIR, or ./data)')
}

export type ServeFlags = { port?: number; host?: string; data?: string }

/** The server reads its settings from the environment; flags come before what is set there. */
export function serverEnv(flags: ServeFlags, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    ...(flags.port !== undefined && { PORT: String(flags.port) }),
    ...(flags.host !== undefined && { HOST: flags.host }),
    ...(flags.data !== undefined && { DATA_DIR: flags.data }),
  }
}
