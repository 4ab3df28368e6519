import type { Project } from '@whisker/api/project-settings.ts'
import type { Release } from '@whisker/api/releases.ts'
import type { Server } from '../../context.ts'
import type { Transaction } from '../../database/connect.ts'
import { breath } from '../../jobs/breath.ts'
import { ApiProblem } from '../../problem.ts'
import { type Spool, spool } from '../spool.ts'
import { changesBetween } from './changes.ts'
import { ReleaseCount } from './count.ts'
import {
  countReleases,
  numberBefore,
  type ReleaseFacts,
  releaseColumns,
  type StoredRelease,
  shownRelease,
} from './queries.ts'
import { linesOfRelease, pack, partChars } from './stored.ts'

/** Rows are kept, so that somebody with a loop would fill the disk of others. */
const maxReleases = 1000

type Prepared = { spooled: Spool; jsonl_sha256: string; facts: ReleaseFacts; close(): Promise<void> }

/**
 * What is kept: the results of one moment, and what is counted of them. They are read once, into a file without a name, and written from
 * there: the snapshot is not held while parts are packed, nor the transaction opened while results are read.
 *
 * @throws {ApiProblem} `quota_exceeded`
 */
export async function prepareRelease(
  server: Server,
  workspaceId: number,
  project: Project,
  likely: boolean,
): Promise<Prepared> {
  if ((await countReleases(server.sql, project.id)) >= maxReleases)
    throw new ApiProblem(
      'quota_exceeded',
      `A project has at most ${maxReleases} releases. Delete those that nobody needs any more.`,
    )
  const place = await server.shares.enter('exports', `workspace:${workspaceId}`)
  let spooled: Spool | undefined
  const close = async () => {
    place.leave()
    await spooled?.close()
  }
  try {
    spooled = await spool(server, workspaceId, project.id, likely)
    const previous = await numberBefore(server.sql, project.id)
    const { jsonl_sha256, ...counted } = await count(server, project.id, spooled, previous)
    const workers = await countWorkers(server, project.id)
    const { title, description, language, public_description: instructions } = project
    const { pictures, bytes } = spooled
    return {
      spooled,
      jsonl_sha256,
      facts: { ...counted, pictures, bytes, workers, title, description, instructions, language },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function countWorkers({ replica }: Server, projectId: number): Promise<number> {
  const [{ workers } = { workers: 0 }] = await replica<{ workers: number }[]>`
    select count(distinct worker_id)::int as workers from answers where project_id = ${projectId}`
  return workers
}

async function count({ sql }: Server, projectId: number, spooled: Spool, previous: number | null) {
  const counter = new ReleaseCount()
  const rest = breath()
  for await (const line of spooled.lines()) {
    counter.add(line)
    await rest()
  }
  const counted = counter.done()
  if (previous === null) return { ...counted, since_previous: null }
  const since_previous = { added: 0, removed: 0, changed: 0 }
  for await (const { change } of changesBetween(linesOfRelease(sql, projectId, previous), spooled.lines())) {
    since_previous[change]++
    await rest()
  }
  return { ...counted, since_previous }
}

/** Whoever makes one at the same time is waited for, and the number behind theirs is taken. */
export async function writeRelease(
  tx: Transaction,
  projectId: number,
  { name, notes, likely }: Pick<Release, 'name' | 'notes' | 'likely'>,
  { spooled, jsonl_sha256, facts }: Prepared,
): Promise<Release> {
  for (let tries = 0; tries < 20; tries++) {
    const [release] = await tx<StoredRelease[]>`
      insert into releases as r (project_id, number, name, notes, likely, specs, digest, jsonl_sha256, facts)
      select ${projectId}, coalesce(max(number), 0) + 1, ${name}, ${notes}, ${likely}, ${tx.json(spooled.specs as never)},
             ${spooled.digest}, ${jsonl_sha256}, ${tx.json(facts as never)}
      from releases where project_id = ${projectId}
      on conflict do nothing returning ${releaseColumns(tx)}`
    if (!release) continue
    await insertParts(tx, projectId, release.number, spooled)
    return shownRelease(release)
  }
  throw new ApiProblem('unavailable', 'Many releases are being made at once. Try again in a moment.')
}

async function insertParts(tx: Transaction, projectId: number, number: number, spooled: Spool): Promise<void> {
  let [part, text] = [0, '']
  const write = async () => {
    const packed = await pack(Buffer.from(text))
    await tx`
      insert into release_parts (project_id, number, part, packed) values (${projectId}, ${number}, ${part++}, ${packed})`
    text = ''
  }
  for await (const line of spooled.lines()) {
    text += `${line}\n`
    if (text.length >= partChars) await write()
  }
  if (text !== '') await write()
}
