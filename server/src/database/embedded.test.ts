import { DataDirInUse, EmbeddedPostgresError } from '@whisker/postgres/errors'
import { expect, test } from 'vitest'
import { withWayOut } from './embedded.ts'

test('whoever cannot run the PostgreSQL that comes along is told of DATABASE_URL, with the code that it had', () => {
  const given = new EmbeddedPostgresError('unsupported_platform', 'No PostgreSQL comes along for sunos-x64.')
  expect(withWayOut(given)).toMatchObject({
    code: 'unsupported_platform',
    message:
      'No PostgreSQL comes along for sunos-x64. With DATABASE_URL set, Whisker uses a PostgreSQL (15 or newer) of your own instead.',
    cause: given,
  })
})

test.each([
  new DataDirInUse('/data', undefined),
  new EmbeddedPostgresError('disk_full', 'The disk is full.'),
  new Error('odd'),
])('what another database is no answer to stays as it is: %s', (error) => expect(withWayOut(error)).toBe(error))
