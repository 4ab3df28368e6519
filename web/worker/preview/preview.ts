import type { WorkerProject } from '@whisker/api/assignments.ts'
import type { ShownValue } from '@whisker/api/media/shown.ts'
import { loadKinds } from '../kinds/kinds.ts'
import { samples } from '../media/samples.ts'
import { memoryShelves } from '../storage/memory-shelves.ts'
import { createDesk, type Desk, type DeskOptions } from '../work/desk.ts'
import { holdOf } from '../work/line.ts'

/** What the editor posts into the frame, as often as the draft changes. Without `items`, samples stand in. */
export type PreviewMessage = {
  type: 'whisker-preview'
  project: WorkerProject
  items?: Record<string, ShownValue>[]
}

/** What the frame posts to the editor when it is ready to be told. */
export type PreviewReady = { type: 'whisker-preview-ready' }

const sampleS = 86_400

/**
 * The worker's page inside the editor: the same components, a made-up task, nothing sent and nothing kept.
 *
 * ```ts
 * // <iframe src="/app/work?preview">, after its 'whisker-preview-ready'
 * frame.contentWindow.postMessage({ type: 'whisker-preview', project }, location.origin)
 * ```
 */
export function createPreview(options: Omit<DeskOptions, 'shelves' | 'send'>): Desk {
  const send = async () => ({ ok: true as const, value: undefined })
  const desk = createDesk({ ...options, shelves: memoryShelves(), send })
  const { store } = desk
  let shown: PreviewMessage | null = null
  let count = 0

  async function show(): Promise<void> {
    const asked = shown
    if (asked === null) return
    const { project } = asked
    // The editor may have posted another form meanwhile.
    if (!(await loadKinds(project.output_spec)) || shown !== asked) return
    const items = asked.items ?? [sampleOf(project)]
    const id = `preview-${++count}`
    const assignment = { id, project_id: 0, version: 0, token: '', deadline: '', seconds_left: sampleS, items }
    const person = { id: 'preview', name: '', email: null, languages: [] }
    const line = [holdOf(assignment, Date.now())]
    store.set({ screen: 'working', person, project, forms: { 0: project }, line, lull: null, faults: {} })
  }

  addEventListener('message', ({ data, origin, source }: MessageEvent<PreviewMessage | null>) => {
    if (origin !== location.origin || source !== parent || data?.type !== 'whisker-preview') return
    shown = data
    void show()
  })
  store.subscribe(({ line }, before) => {
    if (line.length === 0 && before.line.length > 0) void show()
  })
  void desk.outbox.open('preview')
  const ready: PreviewReady = { type: 'whisker-preview-ready' }
  parent.postMessage(ready, location.origin)
  return desk
}

function sampleOf(project: WorkerProject): Record<string, ShownValue> {
  return Object.fromEntries(project.input_spec.map((field) => [field.name, samples[field.type](field)]))
}
