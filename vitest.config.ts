import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{api,server,web,cli,e2e}/**/*.test.{ts,tsx}'],
    globalSetup: ['server/src/testing/postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more files at once only make each other's timings worse.
    maxWorkers: 2,
    pool: 'forks',
  },
})
