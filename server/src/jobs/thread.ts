import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** Reading and working out millions of answers is not interrupted by a message. */
const mostToStopMs = 5000

/**
 * Has an order worked out by a thread of its own, and gives its one message. It ends by itself when it has closed its
 * connection. A signal asks it to (message 'stop') and terminates it only after five seconds: a thread that was terminated
 * while it opened or closed a connection has taken the process along.
 */
export async function askThread<Answer>(file: URL, order: unknown, signal: AbortSignal): Promise<Answer> {
  const thread = new Worker(file, { workerData: order, execArgv: [] })
  let last: NodeJS.Timeout | undefined
  const stop = () => {
    thread.postMessage('stop')
    last = setTimeout(() => void thread.terminate(), mostToStopMs)
  }
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  const answers: Answer[] = []
  thread.on('message', (answer: Answer) => answers.push(answer))
  try {
    await once(thread, 'exit')
  } finally {
    clearTimeout(last)
    signal.removeEventListener('abort', stop)
  }
  const [answer] = answers
  if (answer === undefined) throw new Error('The thread was stopped before it had an answer.')
  return answer
}
