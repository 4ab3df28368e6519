import { exitCodes, Failure, usageFailure } from './failure.ts'

/**
 * Asks before what cannot be undone.
 *
 * @param yes the person has said so on the command line
 * @throws {Failure} when they say no, or when nobody can be asked
 */
export async function sureOf(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return
  if (!process.stdin.isTTY) throw usageFailure('This cannot be undone, and there is no terminal to ask in. Give --yes.')
  const { confirm } = await import('@clack/prompts')
  if ((await confirm({ message: question, initialValue: false })) !== true)
    throw new Failure(exitCodes.interrupted, 'Nothing was deleted.')
}
