import { Failure } from './failure.ts'
import { runProgram } from './program.ts'
import { tell } from './terminal.ts'

// `whisker results 1 | head` closes the pipe early: that is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}

try {
  await runProgram(process.argv.slice(2))
} catch (error) {
  if (error instanceof Failure) {
    tell(`${error.message}\n`)
    process.exitCode = error.exitCode
  } else {
    const text = error instanceof Error ? error.stack : String(error)
    tell(`Something went wrong that Whisker was not prepared for. Please report it with these lines:\n${text}\n`)
    process.exitCode = 70
  }
}
