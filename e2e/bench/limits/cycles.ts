import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../../database.ts'
import type { Load } from '../lean/orders.ts'
import { startLoad } from '../lean/run.ts'

/** So many tasks wait for the statements of a take and an answer; @returns their ids. */
async function fillLimitTables(dataDir: string, count: number): Promise<string[]> {
  const sql = openDatabase(dataDir)
  try {
    await sql.unsafe(`
      drop schema if exists machine_limit cascade;
      create schema machine_limit;
      set search_path = machine_limit;
      create table tasks (id uuid primary key, status text not null default 'open', wanted int not null default 1,
        answered int not null default 0, active int not null default 0, completed_at timestamptz);
      create table holds (id uuid primary key, task_id uuid not null, worker_id uuid not null, token text not null,
        state text not null default 'active', deadline timestamptz not null, ended_at timestamptz);
      create table answers (task_id uuid, worker_id uuid, hold_id uuid not null, "values" jsonb not null,
        submitted_at timestamptz not null default now(), primary key (task_id, worker_id));
      create table results (task_id uuid primary key, fields jsonb not null, updated_at timestamptz not null default now());
      create table events (id bigint primary key generated always as identity, type text not null, data jsonb not null,
        created_at timestamptz not null default now());
      create table turns (worker_id uuid primary key, position bigint not null);`)
    const tasks = await sql<{ id: string }[]>`
      insert into machine_limit.tasks (id) select gen_random_uuid() from generate_series(1, ${count}) returning id`
    await sql`vacuum analyze machine_limit.tasks`
    return tasks.map(({ id }) => id)
  } finally {
    await sql.end()
  }
}

/** Cycles on PostgreSQL itself, with so many clients: what the machine could do at the most. */
export async function measureStatements(dataDir: string, connections: number, count: number): Promise<Load> {
  const tasks = await fillLimitTables(dataDir, count)
  const password = readFileSync(join(dataDir, 'postgres.password'), 'utf8').trim()
  const socket = join(dataDir, 'postgres/run/.s.PGSQL.5432')
  return startLoad({ kind: 'statements', socket, password, tasks, connections }).done
}

export async function dropLimitTables(dataDir: string): Promise<void> {
  const sql = openDatabase(dataDir)
  await sql`drop schema if exists machine_limit cascade`
  await sql.end()
}
