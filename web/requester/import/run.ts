import type { Columns } from '@whisker/api/imports/columns.ts'
import { useSyncExternalStore } from 'react'
import { base } from '../../service/base.ts'
import type { Ask, Correction, Look, Order, Progress, RowFault, Told } from './messages.ts'

export type ImportState = {
  stage: 'choosing' | 'reading' | 'looking' | 'sending' | 'done'
  files: ReadonlyMap<string, File>
  correction: Correction
  look: Look | null
  /** Why it does not go on, as a sentence. */
  fault: string | null
  /** Of a table that is read otherwise than it is meant. */
  columns: Columns | null
  trouble: string | null
  progress: Progress | null
  faults: RowFault[]
  project: { id: number; title: string } | null
  order: Order | null
}

const empty: ImportState = {
  ...{ stage: 'choosing', files: new Map(), correction: {}, look: null, fault: null, columns: null, trouble: null },
  ...{ progress: null, faults: [], project: null, order: null },
}

/**
 * One import of the page. It belongs to the application: it goes on while the person looks at other pages. States: choosing -> reading ->
 * looking -> sending -> done; reading and sending stop at a fault, and can be asked for again.
 */
class ImportRun {
  private readonly projectId: number | null
  private readonly changed: () => void
  private thread: Worker | null = null
  state: ImportState = empty

  constructor(projectId: number | null, changed: () => void) {
    this.projectId = projectId
    this.changed = changed
  }

  /** Reads these files, with those that were chosen before. */
  add(files: ReadonlyMap<string, File>): void {
    if (files.size > 0) this.read(new Map([...this.state.files, ...files]), this.state.correction)
  }

  /** Reads the files anew, as somebody says that they are. */
  correct(change: Correction): void {
    this.read(this.state.files, { ...this.state.correction, ...change })
  }

  /** Reads the files as if nobody had said anything about them. */
  anew(): void {
    this.read(this.state.files, {})
  }

  private read(files: ReadonlyMap<string, File>, correction: Correction): void {
    // Whatever is being read is not wanted any more.
    this.end()
    this.update({ ...empty, stage: 'reading', files, correction, look: this.state.look })
    this.ask({ do: 'read', files, correction })
  }

  send(order: Order): void {
    this.update({ stage: 'sending', fault: null, trouble: null, order })
    this.ask({ do: 'send', order })
  }

  /** What is on its way still arrives; what was sent is there. */
  stop(): void {
    this.end()
    if (this.state.stage === 'reading') this.forget()
    else
      this.update({
        stage: 'sending',
        trouble: null,
        fault: 'Stopped. What was sent is there; the same file again adds the rest.',
      })
  }

  forget(): void {
    this.end()
    this.update(empty)
  }

  private ask(ask: Ask): void {
    if (!this.thread) {
      this.thread = new Worker(new URL('./import-thread.ts', import.meta.url), { type: 'module' })
      this.thread.addEventListener('message', ({ data }: MessageEvent<Told>) => this.hear(data))
      this.thread.addEventListener('error', () =>
        this.update({
          fault:
            'The file could not be read: the part of this page that reads it was not loaded, or ran out of memory. Load the page again.',
        }),
      )
      this.thread.postMessage({ do: 'begin', base, projectId: this.projectId } satisfies Ask)
      // A thread that was stopped has forgotten what it read.
      if (ask.do === 'send')
        this.thread.postMessage({
          do: 'read',
          files: this.state.files,
          correction: this.state.correction,
        } satisfies Ask)
    }
    this.thread.postMessage(ask)
  }

  private end(): void {
    this.thread?.terminate()
    this.thread = null
  }

  private hear(told: Told): void {
    if (told.told === 'look')
      this.update({ look: told.look, ...(this.state.stage === 'reading' && { stage: 'looking', fault: null }) })
    else if (told.told === 'fault') this.update({ fault: told.text, columns: told.columns, trouble: null })
    else if (told.told === 'trouble') this.update({ trouble: told.text })
    else if (told.told === 'done') this.update({ stage: 'done', project: told.project, trouble: null })
    else this.update({ progress: told.progress, faults: this.state.faults.concat(told.faults) })
  }

  private update(change: Partial<ImportState>): void {
    this.state = { ...this.state, ...change }
    this.changed()
  }
}

const runs = new Map<number | null, ImportRun>()
const listeners = new Set<() => void>()

function tellAll(): void {
  for (const listener of listeners) listener()
}

/** The import into a project; null: into a new one. */
export function importOf(projectId: number | null): ImportRun {
  const run = runs.get(projectId) ?? new ImportRun(projectId, tellAll)
  runs.set(projectId, run)
  return run
}

export function useImport(projectId: number | null): ImportState {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => importOf(projectId).state,
  )
}

globalThis.window?.addEventListener('beforeunload', (event) => {
  if ([...runs.values()].some(({ state }) => state.stage === 'sending' && state.fault === null)) event.preventDefault()
})
