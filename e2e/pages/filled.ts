import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Client } from '@whisker/api/client.ts'
import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import { renderExamplePictures } from '../../cli/src/example.ts'
import type { Site } from '../site.ts'
import { answerBoxes, answerOrders, answerRows } from './answered.ts'
import { everyField } from './every-field.ts'

/** What stands on the pages: the numbers and ids that their addresses need. */
export type Filled = {
  /** Pictures with one field, partly answered by three people who do not always agree. */
  animals: number
  /** Several items in a task, and every kind of output field. */
  fields: number
  /** Arabic texts. */
  texts: number
  /** Has no task. */
  empty: number
  /** Begins with practice. */
  practice: number
  /** Its pictures are drawn on; of one three people drew not quite the same. */
  drawing: number
  drawingTask: string
  /** Parts of its texts are marked. */
  marking: number
  /** Pictures with several things in them; three people agree on one, and not on the other. */
  rows: number
  /** The task of `rows` that they agree on. */
  rowsTask: string
  /** Replies that are put in order; three people do not quite agree on one. */
  order: number
  orderTask: string
  /** A completed task of `animals`. */
  task: string
  /** A worker of `animals`, as the dashboard knows them. */
  worker: string
  webhook: string
  /** Links as they are sent to people. */
  memberLink: string
}

const reportWords = [
  'Two animals can be seen. Which one is meant: the one in front, or the larger one?',
  '',
  'Blurred.',
]
const names = ['Grace', 'Alan', 'Katherine']
const animals = ['cat', 'dog', 'fox', 'owl', 'penguin', 'elephant', 'rabbit', 'horse']

const whoIsThere: ProjectDraft = {
  title: 'Who is in the picture?',
  input_spec: [
    { name: 'image', type: 'image' },
    { name: 'gate', type: 'text' },
  ],
  output_spec: [
    {
      ...{ type: 'rows', name: 'seen', label: 'Who is there?', help: 'Each kind once.', key: 'species' },
      fields: [
        {
          type: 'radio',
          name: 'species',
          label: 'Kind',
          options: ['zebra', 'lion', 'gnu'].map((value) => ({ value })),
        },
        { type: 'number', name: 'count', label: 'How many?', min: 1 },
        {
          ...{ type: 'radio', name: 'doing', label: 'What do they do?', required: false },
          options: ['standing', 'moving'].map((value) => ({ value })),
        },
      ],
    },
  ],
  min_answers: 3,
  max_answers: 3,
}

const bestReply: ProjectDraft = {
  title: 'Best reply',
  input_spec: [
    { name: 'question', type: 'text', label: 'Question' },
    ...['short', 'kind', 'long'].map((name) => ({ name, type: 'text' as const, label: `The ${name} one` })),
  ],
  output_spec: [
    {
      type: 'rank',
      name: 'order',
      label: 'Which is best?',
      help: 'The best first.',
      of: ['short', 'kind', 'long'],
      ties: true,
    },
  ],
  min_answers: 3,
  max_answers: 3,
}

/** A workspace in the middle of its work: each page has something to show. */
export async function fill(site: Site): Promise<Filled> {
  const { owner } = site
  const make = async (draft: ProjectDraft) => (await owner.createProject({ body: draft })).id
  const named = await make({
    title: 'What animal is this?',
    description: 'Photos of the spring expedition',
    public_description: 'Type the **name** of the animal.\n\n- *dog*, not *dachshund*\n- No animal: `none`',
    input_spec: [{ name: 'image_with_animal', type: 'image', label: 'Picture' }],
    output_spec: [{ type: 'input', name: 'animal', label: 'Which animal is it?' }],
    min_answers: 3,
  })
  const fields = await make(everyField)
  const texts = await make({
    title: 'ما شعور الكاتب؟',
    language: 'ar',
    input_spec: [{ name: 'text', type: 'text', label: 'النص' }],
    output_spec: [
      { type: 'radio', name: 'mood', label: 'الشعور', options: ['جيد', 'سيئ'].map((value) => ({ value })) },
    ],
  })
  const empty = await make({
    title: 'Moderate pictures',
    input_spec: [{ name: 'image', type: 'image' }],
    output_spec: [{ type: 'radio', name: 'allowed', options: [{ value: 'yes' }, { value: 'no' }] }],
  })
  const practice = await make({
    title: 'Which sound is it?',
    input_spec: [{ name: 'sound', type: 'text' }],
    output_spec: [
      { type: 'radio', name: 'animal', label: 'Who says that?', options: ['cat', 'dog'].map((value) => ({ value })) },
    ],
    training: { questions: 9, pass: 7 },
  })
  const drawing = await make({
    title: 'Find the animals',
    ...{ min_answers: 2, max_answers: 3, confidence: 0.99 },
    input_spec: [{ name: 'image', type: 'image' }],
    output_spec: [
      {
        type: 'boxes',
        name: 'animals',
        label: 'Every animal',
        help: 'One box around each, as tight as you can.',
        options: ['cat', 'dog', 'bird'].map((value) => ({ value })),
        attributes: [
          {
            ...{ type: 'radio', name: 'pose', label: 'Pose', required: false },
            options: ['standing', 'lying'].map((value) => ({ value })),
          },
        ],
      },
    ],
  })
  const marking = await make({
    title: 'Name the words',
    input_spec: [{ name: 'text', type: 'text' }],
    output_spec: [
      {
        type: 'spans',
        name: 'names',
        label: 'Every name',
        help: 'With the title, if there is one.',
        options: ['person', 'place', 'group'].map((value) => ({ value })),
      },
    ],
  })
  const text =
    'Lady Lovelace met Charles Babbage in London.\n\nThe Royal Society heard of their engine in the spring, and Byron, far away, did not.'
  await owner.createTask({ body: { project_id: marking, task_spec: [{ text }] } })
  const rows = await make(whoIsThere)
  const order = await make(bestReply)
  for (let n = 0; n < 9; n++) {
    const task_spec = [{ sound: `Wuff, said somebody in garden ${n}.` }]
    await owner.createTask({ body: { project_id: practice, task_spec, gold: [{ animal: 'dog' }], training: true } })
  }
  const pictures = await sendPictures(owner, named, join(site.folder, 'pictures'))
  const picture = pictures[0] as string
  const drawingTask = await answerBoxes(site, drawing, pictures)
  const rowsTask = await answerRows(site, rows, picture)
  const orderTask = await answerOrders(site, order)
  const items = [1, 2, 3, 4].map((n) => ({ image: picture, note: `Seen at gate ${n}, at dusk.` }))
  await owner.createTask({ body: { project_id: fields, task_spec: items } })
  await owner.createTask({ body: { project_id: fields, task_spec: items.slice(0, 1) } })
  for (const text of ['خدمة رائعة وسريعة.', 'وصل الطلب متأخرا.'])
    await owner.createTask({ body: { project_id: texts, task_spec: [{ text }] } })

  for (const [n, name] of names.entries()) await answer(await site.worker(named), named, name, n)
  const { data } = await owner.listTasks({ query: { project_id: named, status: 'completed' } })
  const { data: people } = await owner.listProjectWorkers({ params: { project_id: named } })
  const { data: reports } = await owner.listReports({ params: { project_id: named }, query: {} })
  await owner.settleReport({ params: { report_id: reports[0]?.id as string } })
  for (const [name, notes] of [
    ['Winter', ''],
    ['Spring', 'For the model of May: doubtful pictures were looked at again.'],
  ] as const)
    await owner.createRelease({ params: { project_id: named }, body: { name, notes } })
  await owner.createApiKey({ body: { name: 'Upload script', scopes: ['write'] } })
  await owner.createApiKey({ body: { name: 'Our model', scopes: ['read', 'work'], project_ids: [named] } })
  const webhook = await owner.createWebhook({
    body: { url: 'http://127.0.0.1:9/whisker', description: 'Results to the warehouse' },
  })
  await owner.testWebhook({ params: { webhook_id: webhook.id } })
  await owner.createInvitation({ body: { role: 'viewer' } })
  const { url: memberLink } = await owner.createInvitation({ body: { role: 'editor', email: 'mary@example.org' } })
  return {
    animals: named,
    fields,
    texts,
    empty,
    practice,
    ...{ drawing, drawingTask },
    marking,
    rows,
    rowsTask,
    order,
    orderTask,
    task: data[0]?.id as string,
    worker: people[0]?.worker_id as string,
    webhook: webhook.id,
    memberLink: memberLink as string,
  }
}

/** The projects whose tasks a worker's page is shown with, besides the animals. */
export function workedIn({ fields, texts, empty, practice, drawing, marking, rows, order }: Filled): number[] {
  return [fields, texts, empty, practice, drawing, marking, rows, order]
}

export async function sendPictures(owner: Client, projectId: number, folder: string): Promise<string[]> {
  const sent: string[] = []
  for (const file of await renderExamplePictures(folder)) {
    const { value } = await owner.createAsset({
      body: await readFile(file),
      headers: { 'content-type': 'image/jpeg' },
    })
    await owner.createTask({
      body: { project_id: projectId, name: `expedition/${basename(file)}`, task_spec: [{ image_with_animal: value }] },
    })
    sent.push(value)
  }
  return sent
}

/** One person's answers: mostly what the others say, and now and then something else. */
async function answer(worker: Client, projectId: number, name: string, n: number): Promise<void> {
  await worker.editPerson({ body: { name } })
  const { assignments } = await worker.takeAssignments({ body: { project_id: projectId, count: 8 } })
  const [first] = assignments
  if (first)
    await worker.reportTask({
      params: { assignment_id: first.id },
      body: { token: first.token, reason: n === 0 ? 'unclear' : 'not_loading', comment: reportWords[n] ?? '' },
    })
  for (const [at, { id, token }] of assignments.entries()) {
    const animal = (at + n) % 5 === 0 ? 'wolf' : animals[at]
    await worker.submitAssignment({ params: { assignment_id: id }, body: { token, answer: [{ animal }] } })
  }
}
