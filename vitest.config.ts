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
    reporters: report ? ['default', 'json'] : ['default'],
    ...(report && { outputFile: { json: report } }),
  },
})
