import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { makePicture } from '../pictures.ts'
import type { Site } from '../site.ts'
import type { Filled } from './filled.ts'
import { payloads } from './payloads.ts'

/** The n-th payload, marked with the field that it stands in. */
export const hostile = (field: string, n: number) => `${field}${n} ${payloads[n]}`

/** Where every payload must be seen, as it was written. */
export const fields = ['title', 'about', 'help', 'label', 'option', 'task', 'key', 'value', 'text'] as const
export const people = ['worker', 'answer', 'token', 'hook', 'report'] as const

const every = <T>(make: (n: number) => T): T[] => payloads.map((_, n) => make(n))

/** A workspace in which every text that a person can write is an attack. */
export async function fillWithHostility(site: Site): Promise<Filled> {
  const { owner } = site
  const projects = []
  for (const n of payloads.keys())
    projects.push(
      await owner.createProject({
        body: {
          title: hostile('title', n),
          description: hostile('about', n),
          public_description: payloads.join('\n\n'),
          input_spec: [{ name: 'text', type: 'text', label: hostile('input', n) }],
          output_spec: [
            { type: 'input', name: 'words', label: payloads[n] as string },
            {
              type: 'radio',
              name: 'choice',
              options: every((n) => ({ value: hostile('option', n) })),
              required: false,
            },
            ...every((n) => ({
              type: 'input' as const,
              name: `field${n}`,
              label: hostile('label', n),
              help: hostile('help', n),
              required: false,
            })),
          ],
        },
      }),
    )
  const project = projects[0]?.id as number
  const wide = await owner.createTask({
    body: {
      project_id: project,
      name: hostile('task', 0),
      external_id: hostile('external', 0),
      metadata: Object.fromEntries(every((n) => [hostile('key', n), hostile('value', n)])),
      task_spec: every((n) => ({ text: hostile('text', n) })),
    },
  })
  for (const n of payloads.keys()) {
    const task_spec = [{ text: hostile('text', n) }]
    await owner.createTask({ body: { project_id: project, name: hostile('task', n), task_spec } })
    await owner.createApiKey({ body: { name: hostile('token', n) } })
  }
  await answerAll(site, project)
  const options = every((n) => ({ value: hostile('option', n) }))
  const { id: practice } = await owner.createProject({
    body: {
      title: hostile('title', 0),
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [{ type: 'radio', name: 'choice', label: hostile('label', 0), options }],
      training: { questions: 2, pass: 1 },
    },
  })
  for (const n of [0, 1]) {
    const gold = [{ choice: hostile('option', 1) }]
    const task_spec = [{ text: hostile('text', n) }]
    await owner.createTask({ body: { project_id: practice, task_spec, gold, training: true } })
  }
  await owner.editPerson({ body: { name: payloads[1] as string } })
  await owner.editWorkspace({ body: { title: payloads[2] as string } })
  const { data: people } = await owner.listProjectWorkers({ params: { project_id: project } })
  const { url: memberLink } = await owner.createInvitation({ body: { role: 'editor' } })
  return {
    animals: project,
    fields: project,
    texts: project,
    empty: projects[1]?.id as number,
    practice,
    ...(await makeDrawing(site)),
    marking: await makeMarking(site),
    ...(await makeRows(site)),
    ...(await makeOrder(site)),
    task: wide.id,
    worker: people[0]?.worker_id as string,
    webhook: await makeWebhooks(site),
    memberLink: memberLink as string,
  }
}

/** A picture that is drawn on; its classes are attacks, and are written beside the boxes. */
async function makeDrawing(site: Site): Promise<{ drawing: number; drawingTask: string }> {
  const { owner } = site
  const options = every((n) => ({ value: hostile('option', n) }))
  const { id } = await owner.createProject({
    body: {
      title: hostile('title', 0),
      ...{ min_answers: 2, max_answers: 3, confidence: 0.99 },
      input_spec: [{ name: 'image', type: 'image' }],
      output_spec: [
        {
          ...{ type: 'boxes', name: 'marked', label: hostile('label', 0), help: hostile('help', 0), options },
          attributes: [
            {
              type: 'radio',
              name: 'said',
              label: hostile('label', 4),
              help: hostile('help', 1),
              options,
              required: false,
            },
          ],
        },
        { type: 'rank', name: 'order', label: hostile('label', 3), options, ties: true, required: false },
        {
          ...{ type: 'rows', name: 'rows', label: hostile('label', 1), key: 'what', required: false },
          fields: [{ type: 'radio', name: 'what', label: hostile('label', 2), options }],
        },
      ],
    },
  })
  const send = async () => {
    const body = new Uint8Array(await makePicture())
    const { value } = await owner.createAsset({ body, headers: { 'content-type': 'image/jpeg' } })
    return owner.createTask({ body: { project_id: id, task_spec: [{ image: value }] } })
  }
  const { id: drawingTask } = await send()
  for (const n of [0, 1, 2]) {
    const worker = await site.worker(id)
    const { assignments } = await worker.takeAssignments({ body: { project_id: id } })
    const { id: assignment_id, token } = assignments[0] as (typeof assignments)[number]
    const { value } = options[n]!
    const marked = [{ label: value, x: n * 3, y: 0, width: 3, height: 3, attributes: { said: value } }]
    await worker.submitAssignment({ params: { assignment_id }, body: { token, answer: [{ marked }] } })
  }
  await send()
  return { drawing: id, drawingTask }
}

/** A text in which each character is one that is cut or turned where it is not looked at; its labels are attacks. */
async function makeMarking({ owner }: Site): Promise<number> {
  const options = every((n) => ({ value: hostile('option', n) }))
  const { id } = await owner.createProject({
    body: {
      title: hostile('title', 0),
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [{ type: 'spans', name: 'marked', label: hostile('label', 0), help: hostile('help', 0), options }],
    },
  })
  const text = [...every((n) => hostile('text', n)), ...characters].join('\n')
  await owner.createTask({ body: { project_id: id, task_spec: [{ text }] } })
  return id
}

/** From right to left and back, marks upon marks, characters of many code points, and what cannot be seen. */
export const characters = [
  'قال Ada: «123» ثم עברית and back \u202eturned\u202c \u2067אבג\u2069',
  `Z${'\u0301\u0327\u0335'.repeat(30)}algo e\u0301 \u1100\u1161\u11a8 क्षि நி ก็`,
  '👩‍👩‍👧‍👦👍🏽🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}🇩🇪🇩 ❤️‍🔥𝒳',
  'a\u200bb\u00adc\u2060d\ufeffe\u0085f\u2028g\r\nh\ri\tj',
]

/** Things that are attacks, with notes that are; two people do not agree on them. */
async function makeRows(site: Site): Promise<Pick<Filled, 'rows' | 'rowsTask'>> {
  const { id: rows } = await site.owner.createProject({
    body: {
      title: hostile('title', 0),
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [
        {
          ...{ type: 'rows', name: 'rows', label: hostile('label', 0), help: hostile('help', 0), key: 'what' },
          fields: [
            { type: 'input', name: 'what', label: hostile('label', 1), help: hostile('help', 1) },
            { type: 'input', name: 'note', label: hostile('label', 2), required: false },
          ],
        },
      ],
      min_answers: 2,
      max_answers: 2,
    },
  })
  const send = () => site.owner.createTask({ body: { project_id: rows, task_spec: [{ text: hostile('text', 0) }] } })
  const { id: rowsTask } = await send()
  for (const count of [payloads.length, 9]) {
    const worker = await site.worker(rows)
    const { assignments } = await worker.takeAssignments({ body: { project_id: rows } })
    const { id, token } = assignments[0] as (typeof assignments)[number]
    const said = every((n) => ({ what: hostile('answer', n), note: hostile('value', n) })).slice(0, count)
    await worker.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ rows: said }] } })
  }
  await send()
  return { rows, rowsTask }
}

/** Attacks that are put in order; two people do not agree. */
async function makeOrder(site: Site): Promise<Pick<Filled, 'order' | 'orderTask'>> {
  const values = every((n) => hostile('option', n)).slice(0, 5)
  const { id: order } = await site.owner.createProject({
    body: {
      title: hostile('title', 0),
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [
        {
          ...{ type: 'rank', name: 'order', label: hostile('label', 0), help: hostile('help', 0), ties: true },
          options: values.map((value, n) => ({ value, label: hostile('label', n) })),
        },
      ],
      min_answers: 2,
      max_answers: 2,
    },
  })
  const send = () => site.owner.createTask({ body: { project_id: order, task_spec: [{ text: hostile('text', 0) }] } })
  const { id: orderTask } = await send()
  for (const said of [values, values.toReversed()]) {
    const worker = await site.worker(order)
    const { assignments } = await worker.takeAssignments({ body: { project_id: order } })
    const { id, token } = assignments[0] as (typeof assignments)[number]
    const answer = [{ order: said.map((value) => [value]) }]
    await worker.submitAssignment({ params: { assignment_id: id }, body: { token, answer } })
  }
  await send()
  return { order, orderTask }
}

/** Each task but the last by another worker with another name; one also skips, with a comment. */
async function answerAll(site: Site, project_id: number): Promise<void> {
  for (const n of payloads.keys()) {
    const worker = await site.worker(project_id)
    await worker.editPerson({ body: { name: hostile('worker', n) } })
    const { assignments } = await worker.takeAssignments({ body: { project_id } })
    const { id, token, items } = assignments[0] as (typeof assignments)[number]
    await worker.reportTask({
      params: { assignment_id: id },
      body: { token, reason: 'other', comment: hostile('report', n) },
    })
    const answer = items.map(() => ({ words: hostile('answer', n), choice: hostile('option', n) }))
    await worker.submitAssignment({ params: { assignment_id: id }, body: { token, answer } })
  }
  const worker = await site.worker(project_id)
  const { assignments } = await worker.takeAssignments({ body: { project_id } })
  const { id, token } = assignments[0] as (typeof assignments)[number]
  const comment = payloads.join(' ').slice(0, 1000)
  await worker.skipAssignment({ params: { assignment_id: id }, body: { token, reason: 'other', comment } })
}

/** Webhooks at a receiver that answers with an attack. */
async function makeWebhooks(site: Site): Promise<string> {
  const receiver = createServer((_, response) => {
    response.writeHead(500, { 'content-type': 'text/html', 'x-hostile': '<img src=x onerror=alert(1)>' })
    response.end(payloads.join('\n'))
  })
  await new Promise<void>((ready) => receiver.listen(0, '127.0.0.1', ready))
  receiver.unref()
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  let last = ''
  for (const n of payloads.keys()) {
    const address = `${url}?${encodeURIComponent(payloads[n] as string)}`
    last = (await site.owner.createWebhook({ body: { url: address, description: hostile('hook', n) } })).id
  }
  await site.owner.testWebhook({ params: { webhook_id: last } })
  return last
}
