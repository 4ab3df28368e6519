import progress from 'cli-progress'
import { harmless } from '../../terminal.ts'
import { count, duration, Pace, type Reporter, waitingText } from './reporter.ts'

/** A bar with rate and time left, for a terminal. */
export function barReporter(terminal: NodeJS.WriteStream): Reporter {
  const pace = new Pace()
  let note = ''
  const bar = new progress.SingleBar(
    {
      stream: terminal,
      hideCursor: true,
      clearOnComplete: true,
      // Signals are the command's: it finishes what is under way first.
      gracefulExit: false,
      fps: 8,
      linewrap: true,
      format: (options, { progress: share }) => {
        const total = Math.max(pace.total, pace.done)
        const left = pace.secondsLeft(total)
        const width = Math.max(10, Math.min(options.barsize ?? 30, (terminal.columns ?? 80) - 60))
        const full = Math.round(width * Math.min(1, Math.max(0, share)))
        const numbers = `${count(pace.done)}/${count(total)}  ${count(pace.perSecond())}/s`
        const line = `${'█'.repeat(full)}${'░'.repeat(width - full)}  ${numbers}${note || (left === null ? '' : `  ${duration(left)} left`)}`
        return line.slice(0, Math.max(20, (terminal.columns ?? 80) - 1))
      },
    },
    progress.Presets.shades_classic,
  )
  let isStarted = false
  /** Text goes above the bar: it is taken away, and draws itself again below. It returns to the saved place when it ends. */
  const above = (text: string) => {
    const shown = harmless(text)
    terminal.write(isStarted ? `\r\x1b[2K${shown}\x1b7` : shown)
  }
  return {
    counted: (total) => {
      pace.total = total
      if (!isStarted && total > 0) {
        isStarted = true
        bar.start(total, pace.done)
      } else if (isStarted) bar.setTotal(Math.max(total, pace.done, 1))
    },
    outcome: () => {
      pace.done++
      if (isStarted) bar.update(pace.done)
    },
    waiting: (reason, pauseMs) => {
      if (note === '') above(waitingText(reason, pauseMs))
      note = '  waiting for the service'
    },
    back: () => {
      note = ''
    },
    note: (text) => above(`${text}\n`),
    end: () => {
      if (isStarted) bar.stop()
    },
  }
}
