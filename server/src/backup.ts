import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openFolderStore } from './assets/folder-store.ts'
import { openStore } from './assets/open-store.ts'
import type { AssetStore } from './assets/store.ts'
import { pauseSweeps } from './assets/sweep-pause.ts'
import { copyDatabase } from './backup/base-backup.ts'
import { copyPictures } from './backup/copy-pictures.ts'
import { readDescription, writeDescription } from './backup/description.ts'
import { noRoom } from './backup/no-room.ts'
import { besideService, CannotRun, endWith, expectKnownStore, expectSchema } from './beside.ts'
import { readConfig, version } from './config.ts'

/**
 * `whisker backup <folder>`: first the database, as of its end, then the pictures that it may know (`pauseSweeps` keeps
 * them). The folder is a backup once backup.json is written, and the earlier one stays good until then.
 */
async function main(folder: string): Promise<void> {
  const config = readConfig(process.env)
  if (config.databaseUrl)
    throw new CannotRun(
      'DATABASE_URL names a PostgreSQL of your own: back that up with its own tools (pg_basebackup, or what your provider has), and copy the pictures after it.',
    )
  await expectBackupFolder(folder)
  const beganAt = new Date()
  const stamp = beganAt.toISOString().replaceAll(/[:.]/g, '-')
  const file = `database-${stamp}.tar`
  const list = `pictures-${stamp}.txt`
  const from = await openStore(config)
  const to = await openFolderStore({ root: join(folder, 'assets') })
  const { database, pictures } = await besideService(config, 'whisker backup', async ({ sql, embedded }) => {
    if (!embedded) throw new Error('The embedded database has no address.')
    await expectSchema(sql)
    await expectKnownStore(sql, from)
    await shareMark(folder, from, to)
    const goOn = await pauseSweeps(sql)
    try {
      const database = await copyDatabase(embedded, join(folder, `${file}.part`))
      await rename(join(folder, `${file}.part`), join(folder, file))
      return { database, pictures: await copyPictures(sql, from, to, { list: join(folder, list) }) }
    } catch (error) {
      // Not the pictures: they are whole, and the next try goes on from them.
      for (const name of [file, `${file}.part`, list]) await rm(join(folder, name), { force: true })
      throw noRoom(
        error,
        `${folder} has no room for the backup, so it was not finished. An earlier backup there stays good. Make room and run the same command again, or name a folder on a larger disk.`,
      )
    } finally {
      await goOn()
    }
  })
  await Promise.all([from.close(), to.close()])
  const { count, size_bytes, added, lost } = pictures
  await writeDescription(folder, {
    format: 1,
    whisker: version,
    began_at: beganAt.toISOString(),
    ended_at: new Date().toISOString(),
    database: { file, ...database },
    pictures: { count, size_bytes, list },
  })
  for (const name of await readdir(folder))
    if (/^(database-.*\.tar(\.part)?|pictures-.*\.txt)$/.test(name) && name !== file && name !== list)
      await rm(join(folder, name), { force: true })
  process.stdout.write(
    `The backup is in ${folder}: the database (${megabytes(database.size_bytes)}) and ${count} pictures (${megabytes(size_bytes)}; ${added} of them are new).\n`,
  )
  if (lost.length === 0) return
  process.stdout.write(
    `${lost.length === 100 ? 'At least 100' : lost.length} pictures are missing or damaged in the store, so they are not in the backup:\n  ${lost.join('\n  ')}\n`,
  )
  process.exitCode = 1
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

/** A restore gives its store the mark that the database in the backup knows. */
async function shareMark(folder: string, from: AssetStore, to: AssetStore): Promise<void> {
  const mark = await from.owner()
  if (mark !== null && (await to.claim(mark)) !== mark)
    throw new CannotRun(`${folder} holds the backup of another installation. Name a folder of its own.`)
}

/** Makes it if need be. Refuses a folder that holds anything else: what is in it would be taken for a part of the backup. */
async function expectBackupFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await readDescription(folder)
  const foreign = (await readdir(folder)).find(
    (name) => !/^(backup\.json(-\d+\.part)?|assets|database-.*\.tar(\.part)?|pictures-.*\.txt)$/.test(name),
  )
  if (foreign !== undefined)
    throw new CannotRun(
      `${folder} holds other things (${foreign}). Name an empty folder, a new one, or that of an earlier backup.`,
    )
}

main(process.argv[2] ?? '').catch(endWith)
