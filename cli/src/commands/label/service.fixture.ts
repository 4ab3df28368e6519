/** Runs `startService` as `whisker label` does, in a process of its own, so that signals can be sent to it. */
import { Failure } from '../../failure.ts'
import { startService } from './service.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)

try {
  const service = await startService(process.argv[2] ?? '', process.env, () => say('first signal'))
  say(`ready ${service.url}`)
  if (service.makeApiKey) say(await service.makeApiKey('test'))
  if (service.process) say(`ended ${await service.process.ended}`)
  else say('not ours')
  process.exit(0)
} catch (error) {
  say(error instanceof Failure ? `failure ${error.exitCode} ${error.message}` : String(error))
  process.exit(1)
}
