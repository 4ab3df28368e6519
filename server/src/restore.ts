import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from './assets/object-writer.ts'
import { type Brought, bringPictures } from './backup/bring-pictures.ts'
import { type Description, readDescription } from './backup/description.ts'
import { noRoom } from './backup/no-room.ts'
import { BadArchive, unpackTar } from './backup/tar.ts'
import { CannotRun, endWith } from './beside.ts'
import { readConfig } from './config.ts'

/**
 * `whisker restore <folder>`: makes a data directory from a backup. The pictures come first and the cluster appears last,
 * by one rename: killed before that, it leaves no database, and the same command goes on where it was. The password of
 * the database is in no backup; the first start makes a new one.
 */
async function main(folder: string): Promise<void> {
  const config = readConfig(process.env)
  if (config.databaseUrl)
    throw new CannotRun(
      'DATABASE_URL names a PostgreSQL of your own; `whisker restore` makes an embedded one. Unset it first.',
    )
  const description = await readDescription(folder)
  if (!description) throw new CannotRun(`${folder} holds no finished backup: backup.json is missing.`)
  await expectNothing(config.dataDir)
  const archive = join(folder, description.database.file)
  await expectWhole(archive, description)

  const home = join(config.dataDir, 'postgres')
  // Removed by the next start of the service, or by us.
  const half = join(home, 'new-restored')
  await rm(half, { recursive: true, force: true })
  await mkdir(half, { recursive: true, mode: 0o700 })
  let pictures: Brought
  try {
    await unpackTar(archive, half)
    pictures = await bringPictures(folder, description, config)
  } catch (error) {
    // Empty, it still says that a restore was begun here, and may be gone on with.
    await rm(half, { recursive: true, force: true })
    await mkdir(half, { mode: 0o700 })
    throw noRoom(
      error,
      `${config.dataDir} has no room for what the backup holds (the database alone takes ${Math.ceil(description.database.size_bytes / 1e6)} MB). Make room and run the same command again, or name a data directory on a larger disk; nothing was restored.`,
    )
  }
  await rename(half, join(home, 'cluster'))
  syncFolder(home)

  const { count, lacks, lacking } = pictures
  const had = `what the service had on ${description.began_at}: the database and ${count} pictures`
  if (lacks === 0) {
    process.stdout.write(`${config.dataDir} has everything, ${had}. Start it with \`whisker serve\`.\n`)
    return
  }
  process.stdout.write(
    `${config.dataDir} has ${had}. ${lacks} ${lacks === 1 ? 'picture is' : 'pictures are'} missing or damaged in the backup:\n  ${lacking.join('\n  ')}\n${lacks > lacking.length ? '  ...\n' : ''}Start it with \`whisker serve\`: tasks with these pictures wait, and come back when the pictures are sent again or put back from another backup.\n`,
  )
  process.exitCode = 1
}

/** A data directory that is missing, empty, or what a restore that was killed has left. */
async function expectNothing(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const names = await readdir(dataDir)
  const inner = names.includes('postgres') ? await readdir(join(dataDir, 'postgres')) : []
  if (names.every((name) => ['assets', 'postgres'].includes(name)) && inner.every((name) => name === 'new-restored')) {
    if (names.length === 0 || inner.length > 0) return
  }
  throw new CannotRun(`${dataDir} is not empty. Name a new data directory with --data, or move this one away first.`)
}

async function expectWhole(archive: string, { database }: Description): Promise<void> {
  const hash = createHash('sha256')
  try {
    for await (const chunk of createReadStream(archive)) hash.update(chunk)
  } catch (error) {
    throw new CannotRun(`${archive} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  if (hash.digest('hex') !== database.sha256)
    throw new CannotRun(
      `${archive} is damaged: its checksum differs. Use another copy of the backup; nothing was restored.`,
    )
}

main(process.argv[2] ?? '').catch((error: unknown) =>
  endWith(error instanceof BadArchive ? new CannotRun(error.message) : error),
)
