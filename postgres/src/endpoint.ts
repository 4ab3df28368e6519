import { lstat, rm, rmdir } from 'node:fs/promises'
import { createServer, type ListenOptions } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Account } from './account.ts'
import type { Folders } from './folders.ts'
import { makePrivateFolder } from './ownership.ts'
import { blockedAt } from './rights.ts'

/** Where PostgreSQL listens: a folder with its socket, or a port of 127.0.0.1. */
export type Endpoint = { kind: 'socket'; folder: string } | { kind: 'tcp'; port: number }

/** Only a part of the socket's name, since nothing listens on the port. */
export const socketPort = 5432

/**
 * A Unix socket wherever one is possible: no port to be taken, and the modes of the folder guard it.
 * First the `run` folder in the data directory, then (a long path, or a file system without sockets) a private folder
 * for temporary files, which always has the same name so that nothing piles up there, then a free port.
 */
export async function chooseEndpoint(folders: Folders, id: string, account: Account | undefined): Promise<Endpoint> {
  if (process.platform === 'win32') return { kind: 'tcp', port: await freePort() }
  await makePrivateFolder(folders.run, account)
  if (await holdsSockets(folders.run)) return { kind: 'socket', folder: folders.run }
  const temporary = path.join(tmpdir(), id)
  if (
    blockedAt(temporary, account) === undefined &&
    (await makeOurs(temporary, account)) &&
    (await holdsSockets(temporary))
  )
    return { kind: 'socket', folder: temporary }
  return { kind: 'tcp', port: await freePort() }
}

/**
 * Options of the command line that make PostgreSQL listen there. Our own folder is named from the cluster, its working
 * directory.
 */
export function listenOptions(endpoint: Endpoint, folders: Folders): string[] {
  if (endpoint.kind === 'tcp')
    return ['-c', 'listen_addresses=127.0.0.1', '-c', `port=${endpoint.port}`, '-c', 'unix_socket_directories=']
  const folder = endpoint.folder === folders.run ? '../run' : endpoint.folder
  const quoted = `"${folder.replaceAll('"', '""')}"`
  return ['-c', 'listen_addresses=', '-c', `port=${socketPort}`, '-c', `unix_socket_directories=${quoted}`]
}

/** Removes a folder for temporary files when the socket in it is gone. */
export async function leaveEndpoint(endpoint: Endpoint, folders: Folders): Promise<void> {
  if (endpoint.kind === 'socket' && endpoint.folder !== folders.run) await rmdir(endpoint.folder).catch(() => {})
}

export function socketFile(folder: string): string {
  return path.join(folder, `.s.PGSQL.${socketPort}`)
}

/** Makes the folder, or takes it if it is ours already; anybody may have put something of that name there. */
async function makeOurs(folder: string, account: Account | undefined): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  const ours = found?.isDirectory() && [process.getuid?.(), account?.uid].includes(found.uid)
  if (found && !ours) return false
  await makePrivateFolder(folder, account)
  return true
}

/**
 * Tries the very name that PostgreSQL will use: a path of more than 107 bytes (103 on macOS) fails, and a file system
 * without sockets.
 */
async function holdsSockets(folder: string): Promise<boolean> {
  await rm(socketFile(folder), { force: true })
  return (await listenOnce({ path: socketFile(folder) })) !== undefined
}

async function freePort(): Promise<number> {
  const port = await listenOnce({ host: '127.0.0.1', port: 0 })
  if (port === undefined) throw new Error('127.0.0.1 cannot be listened on')
  return port
}

/** Listens and stops at once: the port (0 for a socket), or undefined if it was not possible. */
function listenOnce(where: ListenOptions): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(where, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
