import { defineConfig } from 'vitest/config'

const report = process.env.WHISKER_TEST_REPORT

export default defineConfig({
  test: {
    include: ['{api,server,web,cli,e2e}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['server/src/testing/postgres.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more files at once only make each other's timings worse.
    maxWorkers: 2,
    pool: 'forks',
    // A shared machine makes a timing late now and then; a broken guard fails each time.
    retry: process.env.CI ? 2 : 0,
    reporters: report ? ['default', 'json'] : ['default'],
    ...(report && { outputFile: { json: report } }),
  },
})
