import { setTimeout as sleep } from 'node:timers/promises'
import type postgres from 'postgres'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Server } from '../context.ts'
import { openTestDatabase, type TestDatabase } from '../webhooks/database.fixture.ts'
import { refitProjects } from './refit.ts'
import type { RefitSetup } from './refit-thread.ts'

// Without a server: its own loop would take the claims.
let db: TestDatabase
let setup: RefitSetup
beforeAll(async () => {
  db = await openTestDatabase()
  const [name] = await db.sql<{ database: string }[]>`select current_database() as database`
  const database = { options: { ...(inject('postgres') as postgres.Options<Record<string, never>>), ...name } }
  setup = { database, replica: database, prepare: true }
})
afterAll(() => db.close())

const field = { type: 'radio', name: 'kind', label: '', help: '', required: true, options: [{ value: 'a', label: '' }] }

async function dueProject(): Promise<number> {
  const [project] = await db.sql<{ id: number }[]>`
    insert into projects (workspace_id, title, description, public_description, language, access, min_answers,
                          assignment_seconds, strict_types, max_answers, confidence)
    values (${db.workspaceId}, 'test', '', '', 'en', 'invitation', 1, 600, false, 1, 0.9) returning id`
  const id = (project as { id: number }).id
  await db.sql`
    insert into project_versions (project_id, version, input_spec, output_spec)
    values (${id}, 1, '[]', ${db.sql.json([field] as never)})`
  await db.sql`insert into crowds (project_id, due_since) values (${id}, now())`
  return id
}

const crowd = async (id: number) =>
  (
    await db.sql<{ refit: number; due: boolean; held: boolean }[]>`
      select refit, due_since is not null as due, locked_until is not null as held from crowds where project_id = ${id}`
  )[0]

test('what becomes due at the last look of a round is refitted, not held for nobody', async () => {
  const first = await dueProject()
  let last: Promise<number> | undefined
  // Told after the first refit: the round has found nothing at its next look by then, and looks once more.
  const wake = () => {
    last ??= sleep(500).then(dueProject)
  }
  const round = refitProjects({ sql: db.sql, wake } as unknown as Server, setup, { lingerMs: 1500, lookMs: 1500 })
  await round(new AbortController().signal)
  expect(await crowd(first)).toEqual({ refit: 1, due: false, held: false })
  expect(await crowd((await last) as number)).toEqual({ refit: 1, due: false, held: false })
})

test('what was claimed while the server stops is given back', async () => {
  const project = await dueProject()
  const stop = new AbortController()
  const round = refitProjects({ sql: db.sql, wake: () => {} } as unknown as Server, setup)(stop.signal)
  stop.abort()
  await round
  expect(await crowd(project)).toMatchObject({ due: true, held: false })
})
