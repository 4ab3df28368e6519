import { createHash } from 'node:crypto'
import { makePicture, withComment } from '../../pictures.ts'
import { ask, pause } from '../ask.ts'
import { outcomeOf } from '../history.ts'
import type { Run } from './run.ts'
import type { Project } from './site.ts'

const lines = 10
let numbers = 0

/** Sends tasks one by one and, of texts, as lines of a bulk request: each receipt is an acknowledgement of its own. */
export async function send(run: Run, project: Project): Promise<void> {
  const base = project.kind === 'pictures' ? await makePicture(40, 30) : null
  while (!run.stop.aborted) {
    await pause((run.restMs ?? 30) * (base ? 2 : 1))
    if (base) await sendOne(run, project, drawn(base))
    else if (run.random() < 0.8)
      await sendOne(run, project, { ...written(), isGold: project.kind === 'gold' && run.random() < 0.2 })
    else await sendMany(run, project)
  }
}

type Made = { id: string; value: string; sent: string; isGold?: boolean }

/** `value` is what the task's item must hold afterwards. */
function written(): Made {
  const id = `t${++numbers}`
  return { id, value: `What is ${id}?`, sent: `What is ${id}?` }
}

function drawn(base: Buffer): Made {
  const id = `p${++numbers}`
  const bytes = withComment(base, id)
  const value = `asset:${createHash('sha256').update(bytes).digest('hex')}`
  return { id, value, sent: `data:image/jpeg;base64,${bytes.toString('base64')}` }
}

const specOf = ({ id, sent, isGold }: Made) => ({
  ...{ external_id: id, task_spec: [{ asked: sent }] },
  ...(isGold && { gold: [{ animal: 'cat' }] }),
})

async function sendOne(run: Run, project: Project, made: Made): Promise<void> {
  const { stand, key, history, triesAgain = 1 } = run
  const json = { project_id: project.id, ...specOf(made) }
  const post = () => ask(stand.url(), { method: 'POST', path: '/tasks', key, json })
  let { outcome } = await history.record('task', made.id, made.value, post)
  // As a careful sender does: the second try must find what the first one made, if it did.
  for (let tries = 0; outcome === 'unknown' && tries < triesAgain; tries++) {
    if (tries > 0) await pause(200)
    outcome = (await history.record('task', made.id, made.value, post)).outcome
  }
}

async function sendMany({ stand, key, history }: Run, project: Project): Promise<void> {
  const made = Array.from({ length: lines }, written)
  const from = history.now()
  const reply = await ask(stand.url(), {
    method: 'POST',
    path: `/tasks/bulk?project_id=${project.id}`,
    key,
    ndjson: made.map((one) => `${JSON.stringify(specOf(one))}\n`).join(''),
  })
  const to = history.now()
  const receipts = readReceipts(reply.json as string)
  for (const { id, value } of made) {
    const receipt = receipts.get(id)
    const outcome = receipt ? outcomeOfLine(receipt) : reply.status === 200 ? 'unknown' : outcomeOf(reply.status)
    const said = receipt ? `${receipt.status} ${receipt.code ?? ''}` : reply.said
    history.steps.push({ what: 'task', id, value, outcome, from, to, said })
  }
}

type Receipt = { external_id: string; status: string; code?: string }

/** Those lines that came whole: the stream may have been cut anywhere. */
function readReceipts(text: string): Map<string, Receipt> {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1).split('\n')
  return new Map(
    whole.filter(Boolean).map((line) => {
      const receipt = JSON.parse(line) as Receipt
      return [receipt.external_id, receipt]
    }),
  )
}

const openCodes = ['unavailable', 'storage_full', 'internal']

const outcomeOfLine = ({ status, code }: Receipt) =>
  status !== 'error' ? 'ok' : openCodes.includes(code ?? '') ? 'unknown' : 'fail'
