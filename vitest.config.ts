import { defineConfig } from 'vitest/config'

const report = process.env.WHISKER_TEST_REPORT
const include = ['{api,postgres,server,web,cli,e2e}/**/*.test.{ts,tsx}']
const limits = '{api,postgres,server,web,cli,e2e}/**/*.limits.test.ts'
const exclude = ['**/node_modules/**', '**/dist/**']

const shared = {
  testTimeout: 30_000,
  hookTimeout: 60_000,
  pool: 'forks',
  unstubGlobals: true,
  unstubEnvs: true,
  // What is waited for may take its time; one second, which is the runner's own patience, is short on a busy machine.
  expect: { poll: { timeout: 15_000 } },
} as const

/** Two suites: what Whisker does, and how long or in how much memory it does it. See CONTRIBUTING.md. */
export default defineConfig({
  test: {
    // One PostgreSQL for both; the projects do not inherit this.
    globalSetup: ['server/src/testing/postgres.ts'],
    reporters: ['default', './server/src/testing/durations.ts', ...(report ? ['json'] : [])],
    ...(report && { outputFile: { json: report } }),
    projects: [
      {
        test: {
          ...shared,
          name: 'behaviour',
          include,
          exclude: [...exclude, limits],
          // They wait for the disk, for each other and for the clock about as much as they compute.
          maxWorkers: 3,
          retry: 0,
          // The house is read once a worker instead of once a file: half of the processor time of the whole run. A test
          // leaves nothing behind that another could see, and `vi.mock` is not used: what a test replaces is handed in.
          isolate: false,
        },
      },
      {
        test: {
          ...shared,
          name: 'limits',
          include: [limits],
          exclude,
          // Alone on the machine: each measures it.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
          // Another tenant of a shared machine makes a timing late now and then; a broken guard fails each time.
          retry: process.env.CI ? 1 : 0,
        },
      },
    ],
  },
})
