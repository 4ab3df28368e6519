import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** Reading and working out millions of answers is not interrupted by a message. */
const maxToStopMs = 5000

/**
 * Asks a thread to end (message 'stop') and terminates it only after five seconds: one that was terminated while it opened or
 * closed a connection has taken the process along.
 */
export async function endThread(thread: Worker): Promise<void> {
  const exited = once(thread, 'exit')
  // Held until it has ended; one that waits for work does not hold the process otherwise.
  thread.ref()
  thread.postMessage('stop')
  const last = setTimeout(() => void thread.terminate(), maxToStopMs)
  try {
    await exited
  } finally {
    clearTimeout(last)
  }
}

/** Has an order worked out by a thread of its own, which gives one message and ends by itself, or when the signal asks it to. */
export async function askThread<Answer>(file: URL, order: unknown, signal: AbortSignal): Promise<Answer> {
  const thread = new Worker(file, { workerData: order, execArgv: [] })
  // Its own end is awaited below, with its error.
  const stop = () => void endThread(thread).catch(() => {})
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  const answers: Answer[] = []
  thread.on('message', (answer: Answer) => answers.push(answer))
  try {
    await once(thread, 'exit')
  } finally {
    signal.removeEventListener('abort', stop)
  }
  const [answer] = answers
  if (answer === undefined) throw new Error('The thread was stopped before it had an answer.')
  return answer
}
