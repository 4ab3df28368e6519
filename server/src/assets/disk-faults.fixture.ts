import fs from 'node:fs'
import { relative } from 'node:path'
import { vi } from 'vitest'

/**
 * Watches what the code does to the disk below `root`, in order, and makes one step fail. The rest reaches the real
 * disk. `failAt` counts from 0; a failing step has no effect, as far as its caller can know.
 */
export function watchDisk(root: string, failAt = Number.POSITIVE_INFINITY, code = 'EIO') {
  const steps: string[] = []
  let failed = false

  function step(what: string, ...paths: string[]) {
    steps.push([what, ...paths.map((path) => relative(root, path))].join(' '))
    if (steps.length - 1 !== failAt) return
    failed = true
    throw Object.assign(new Error(`${code}: made to fail`), { code })
  }

  const { openSync, closeSync, writeFileSync, fsyncSync, renameSync, mkdirSync, lstatSync } = fs
  const paths = new Map<number, string>()
  const spies = [
    vi.spyOn(fs, 'openSync').mockImplementation((path, ...rest) => {
      step('open', String(path))
      const file = openSync(path, ...rest)
      paths.set(file, String(path))
      return file
    }),
    vi.spyOn(fs, 'closeSync').mockImplementation((file) => {
      paths.delete(file)
      closeSync(file)
    }),
    vi.spyOn(fs, 'writeFileSync').mockImplementation((file, data) => {
      step('write', paths.get(file as number) ?? '')
      writeFileSync(file, data)
    }),
    vi.spyOn(fs, 'fsyncSync').mockImplementation((file) => {
      step('fsync', paths.get(file) ?? '')
      fsyncSync(file)
    }),
    vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      step('rename', String(from), String(to))
      renameSync(from, to)
    }),
    vi.spyOn(fs, 'mkdirSync').mockImplementation((path, options) => {
      step('mkdir', String(path))
      return mkdirSync(path, options)
    }),
    vi.spyOn(fs, 'lstatSync').mockImplementation(((path: fs.PathLike, options: fs.StatSyncOptions) => {
      step('stat', String(path))
      return lstatSync(path, options)
    }) as typeof fs.lstatSync),
  ]
  return {
    steps,
    hasFailed: () => failed,
    stop() {
      for (const spy of spies) spy.mockRestore()
    },
  }
}
