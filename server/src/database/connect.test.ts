import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { expect, inject, test } from 'vitest'
import { connect } from './connect.ts'

test('F4 on a PostgreSQL with its defaults nothing is compiled, for requests and reports alike', async () => {
  const template = inject('postgres') as postgres.Options<Record<string, never>>
  const name = `test_${randomBytes(8).toString('hex')}`
  const admin = postgres({ ...template, database: 'postgres', max: 1 })
  await admin.unsafe(`create database ${name}`)
  await admin.unsafe(`alter database ${name} set jit = on`)
  for (const kind of [{}, { reports: true }, { patient: true }]) {
    const sql = connect({ options: { ...template, database: name }, pool: 1, prepare: true, ...kind })
    expect(await sql`show jit`).toEqual([{ jit: 'off' }])
    await sql.end()
  }
  await admin.unsafe(`drop database ${name}`)
  await admin.end()
})
