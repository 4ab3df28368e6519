import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type postgres from 'postgres'
import { chooseAccount, giveTree, makePrivateFolder } from '../postgres/account.ts'
import { connectionTo } from '../postgres/database.ts'
import { chooseEndpoint } from '../postgres/endpoint.ts'
import { prepareFolders } from '../postgres/folders.ts'
import { launch } from '../postgres/launch.ts'
import { ROLE } from '../postgres/password.ts'
import { shutDown } from '../postgres/postmaster.ts'
import { findPackage, preparePrograms } from '../postgres/programs.ts'
import { run } from '../postgres/run.ts'
import { clusterId, dataDirArgument, type Site } from '../postgres/site.ts'
import { makeTemplate } from './template.ts'

export type PlainPostgres = {
  /** Options of the driver; the database is a migrated template, to be cloned or used. */
  template: postgres.Options<Record<string, never>>
  stop: () => Promise<void>
}

/** A PostgreSQL as an operator may have one: every setting is as initdb leaves it. */
export async function startPlainPostgres(): Promise<PlainPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'whisker-plain-'))
  const log = { info: () => {}, warn: () => {} }
  const folders = await prepareFolders(dataDir)
  const account = await chooseAccount(folders)
  await makePrivateFolder(folders.home, account)
  const programs = await preparePrograms(await findPackage(), account, folders.home, log)
  const site: Site = { folders, programs, account, id: clusterId(folders), log }
  await makePrivateFolder(folders.cluster, account)
  const args = ['-D', dataDirArgument(folders.cluster, account), '--username', ROLE, '--auth=trust', '--no-sync']
  const { code, output } = await run(programs.initdb, args, { cwd: folders.cluster, account })
  if (code !== 0) throw new Error(output)
  await giveTree(folders.cluster, account)
  const endpoint = await chooseEndpoint(folders, site.id, account)
  const running = await launch(site, endpoint, undefined, new AbortController().signal)
  if (typeof running === 'string') throw new Error(running)
  return {
    template: await makeTemplate({ ...connectionTo(endpoint, '') }),
    stop: async () => {
      await shutDown(site, running.pid)
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
