import { createClient } from '@whisker/api/client.ts'
import type postgres from 'postgres'
import sharp from 'sharp'
import type { Service } from '../service.ts'

/** What the recording knows of itself, for the test that goes on from it. */
export type Known = {
  pictures: { id: number; cursor: string; sentAgain: string; completed: number }
  texts: { id: number; open: string[] }
  practice: { id: number }
  eventCursor: string
  held: { id: string; token: string; workerId: string }
}

/**
 * A little of everything that a version can have in its database: both media, every kind of field, results, gold,
 * practice, a review, a correction, skips, complaints, an answer that was taken back, a pause, webhooks, a hold.
 */
export async function liveALittle(service: Service, sql: postgres.Sql): Promise<Known> {
  const { client } = service
  const join = async (projectId: number) => {
    const { url } = await client.readLabelLink({ params: { project_id: projectId } })
    const token = new URL(url).hash.slice(1)
    const session = await createClient({ url: service.url }).acceptInvitation({ body: { token, cookie: false } })
    return { id: session.person.id, client: createClient({ url: service.url, key: session.token as string }) }
  }
  type Worker = Awaited<ReturnType<typeof join>>
  const take = async (worker: Worker, projectId: number) =>
    (await worker.client.takeAssignments({ body: { project_id: projectId } })).assignments[0]
  const answer = async (worker: Worker, projectId: number, values: Record<string, unknown>) => {
    const held = await take(worker, projectId)
    if (!held) return null
    const body = { token: held.token, answer: held.items.map(() => values) } as never
    await worker.client.submitAssignment({ params: { assignment_id: held.id }, body })
    return held
  }

  const pictures = await client.createProject({
    body: {
      title: 'Animals',
      language: 'de',
      min_answers: 2,
      max_answers: 3,
      callback_url: null,
      input_spec: [{ name: 'photo', type: 'image' }],
      output_spec: [
        { type: 'radio', name: 'kind', options: [{ value: 'cat' }, { value: 'dog' }, { value: 'Straße' }] },
        { type: 'checkbox', name: 'seen', options: [{ value: 'ears' }, { value: 'tail' }, { value: 'a|b' }] },
        { type: 'input', name: 'name' },
        { type: 'number', name: 'legs', min: 0, max: 100 },
      ],
    } as never,
  })
  const photos = await Promise.all(
    Array.from({ length: 8 }, (_, n) =>
      sharp({ create: { width: 16 + n, height: 12, channels: 3, background: { r: 30 * n, g: 99, b: 60 } } })
        .png()
        .toBuffer(),
    ),
  )
  const uris = photos.map((bytes) => `data:image/png;base64,${bytes.toString('base64')}`)
  const tasks: string[] = []
  for (const [n, photo] of uris.entries()) {
    const body = { project_id: pictures.id, external_id: `photo ${n}.png`, task_spec: [{ photo }] }
    tasks.push((await client.createTask({ body })).id)
  }
  const workers = [await join(pictures.id), await join(pictures.id), await join(pictures.id)]
  const [first, second, third] = workers as [Worker, Worker, Worker]
  const cat = { kind: 'cat', seen: ['ears', 'tail'], name: 'Molly', legs: 4 }
  for (const worker of workers) for (let n = 0; n < 2; n++) await answer(worker, pictures.id, cat)
  await client.markGold({ params: { task_id: tasks[1] as string }, body: { answer: [cat] as never } })
  const { headers, body } = await client.exportResults({
    params: { project_id: pictures.id },
    query: { format: 'jsonl' },
  })
  await new Response(body).text()
  const cursor = headers.get('whisker-cursor') as string
  // Two disagree, a third joins, and somebody has to look.
  await answer(first, pictures.id, { kind: 'cat', seen: ['ears'], name: 'Tom', legs: 4 })
  await answer(second, pictures.id, { kind: 'dog', seen: ['a|b'], name: 'Rex', legs: 3 })
  await answer(third, pictures.id, { kind: 'Straße', seen: ['tail'], name: 'Hans', legs: 2 })
  await client.correctTask({
    params: { task_id: tasks[0] as string },
    body: { result: [cat] as never, comment: 'Seen' },
  })
  const skipped = await take(third, pictures.id)
  if (skipped)
    await third.client.skipAssignment({
      params: { assignment_id: skipped.id },
      body: { token: skipped.token, reason: 'not_sure', comment: 'What is this?' },
    })
  const reported = await take(third, pictures.id)
  if (reported)
    await third.client.reportTask({
      params: { assignment_id: reported.id },
      body: { token: reported.token, reason: 'unclear', comment: 'All grey' },
    })
  await client.cancelTask({ params: { task_id: tasks[7] as string } })
  await client.createWebhook({
    body: { project_id: pictures.id, url: 'https://example.org/hook', event_types: ['task.completed'] },
  })

  const texts = await client.createProject({
    body: {
      title: 'Words',
      language: 'vi',
      min_answers: 1,
      input_spec: [{ name: 'sentence', type: 'text' }],
      output_spec: [{ type: 'textarea', name: 'says' }],
    } as never,
  })
  const open: string[] = []
  for (const sentence of ['con bò', 'con bọ', 'Käse', 'the last']) {
    open.push((await client.createTask({ body: { project_id: texts.id, task_spec: [{ sentence }] } })).id)
  }
  const reader = await join(texts.id)
  await answer(reader, texts.id, { says: 'bò' })
  const back = await answer(reader, texts.id, { says: 'taken back' })
  if (back)
    await reader.client.withdrawAnswer({ params: { assignment_id: back.id }, body: { token: back.token } as never })
  const slow = await join(texts.id)
  const held = await take(slow, texts.id)
  if (!held) throw new Error('Nothing was left to hold.')
  await client
    .pauseWorker({ params: { project_id: texts.id, worker_id: reader.id }, body: {} as never })
    .catch(() => {})

  const practice = await client.createProject({
    body: {
      title: 'Practice first',
      min_answers: 1,
      training: { questions: 2, pass: 1 },
      input_spec: [{ name: 'sentence', type: 'text' }],
      output_spec: [{ type: 'input', name: 'animal' }],
    } as never,
  })
  for (const animal of ['cat', 'dog', 'owl']) {
    const task_spec = [{ sentence: `This is a ${animal}` }]
    const { id } = await client.createTask({ body: { project_id: practice.id, task_spec } })
    if (animal !== 'owl')
      await client.markGold({ params: { task_id: id }, body: { answer: [{ animal }], training: true } as never })
  }
  await answer(await join(practice.id), practice.id, { animal: 'cat' })
  // The newest event that is given out, where a follower would stand.
  const events = await client.listEvents({ query: { limit: 20 } })
  const [counted] = await sql<{ count: number }[]>`
    select count(*)::int as count from tasks where project_id = ${pictures.id} and status = 'completed'`
  return {
    pictures: { id: pictures.id, cursor, sentAgain: uris[4] as string, completed: counted?.count ?? 0 },
    texts: { id: texts.id, open },
    practice: { id: practice.id },
    eventCursor: events.next as string,
    held: { id: held.id, token: held.token, workerId: slow.id },
  }
}
