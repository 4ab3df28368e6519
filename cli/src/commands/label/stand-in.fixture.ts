/**
 * A program that speaks like the server over IPC. `STAND_IN` says how: `ready` answers and waits for signals, writing
 * each into the file `SIGNALS`; `in_use`, `broken` and `silent` are the ways in which a start fails.
 */
import { appendFileSync } from 'node:fs'

const send = (message: object) => process.send?.(message)
const url = process.env.STAND_IN_URL ?? 'http://127.0.0.1:9'

switch (process.env.STAND_IN) {
  case 'in_use':
    process.send?.(
      { type: 'failed', code: 'data_dir_in_use', message: 'It is in use.', url, address: url },
      undefined,
      {},
      () => process.exit(1),
    )
    break
  case 'broken':
    process.send?.({ type: 'failed', code: 'start_failed', message: 'Port 4000 is taken.' }, undefined, {}, () =>
      process.exit(1),
    )
    break
  case 'silent':
    process.exit(7)
    break
  default: {
    const timer = setInterval(() => {}, 1000)
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        appendFileSync(process.env.SIGNALS ?? '/dev/null', `${signal}\n`)
        if (process.env.STUBBORN) return
        clearInterval(timer)
        setTimeout(() => process.exit(0), 100)
      })
    }
    process.on('message', () => send({ type: 'api_key', key: 'whk_made' }))
    send({ type: 'ready', url, address: url, setup_url: null, workspace_id: 1 })
  }
}
