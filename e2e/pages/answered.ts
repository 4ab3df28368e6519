import type { Site } from '../site.ts'

/* Tasks with the answers of several people, who agree and who do not. */

/** Three people say the same of one picture, and each something else of another; a third one is still there for more. */
export async function answerRows(site: Site, project_id: number, image: string): Promise<string> {
  const send = (gate: string) => site.owner.createTask({ body: { project_id, task_spec: [{ image, gate }] } })
  const { id: agreed } = await send('Gate 1')
  await send('Gate 2')
  const zebras = { species: 'zebra', count: 2, doing: 'standing' }
  for (const n of [1, 2, 3]) {
    const worker = await site.worker(project_id)
    const { assignments } = await worker.takeAssignments({ body: { project_id, count: 2 } })
    for (const { id, token, items } of assignments) {
      const isFirst = JSON.stringify(items).includes('Gate 1')
      const other = isFirst ? { species: 'lion', count: 1 } : { species: 'gnu', count: n }
      await worker.submitAssignment({
        params: { assignment_id: id },
        body: { token, answer: [{ seen: [zebras, other] }] },
      })
    }
  }
  await send('Gate 3')
  return agreed
}

/** All see the cat; two what may be a dog; one a bird. Another picture is still there for more. */
export async function answerBoxes(site: Site, project_id: number, pictures: string[]): Promise<string> {
  const send = (n: number) => site.owner.createTask({ body: { project_id, task_spec: [{ image: pictures[n]! }] } })
  const cat = { label: 'cat', x: 430, y: 140, width: 600, height: 710 }
  const dog = { label: 'dog', x: 1060, y: 670, width: 220, height: 150 }
  const bird = { label: 'bird', x: 130, y: 480, width: 220, height: 340 }
  const { id } = await send(0)
  for (const animals of [
    [cat, dog],
    [cat, { ...dog, label: 'bird' }],
    [cat, bird],
  ]) {
    const worker = await site.worker(project_id)
    const { assignments } = await worker.takeAssignments({ body: { project_id } })
    const { id: assignment_id, token } = assignments[0] as (typeof assignments)[number]
    await worker.submitAssignment({ params: { assignment_id }, body: { token, answer: [{ animals }] } })
  }
  await send(1)
  return id
}

/** Two say the same, one puts the last two otherwise. */
export async function answerOrders(site: Site, project_id: number): Promise<string> {
  const replies = { short: 'No.', kind: 'Not today, but ask me again tomorrow.', long: 'It depends. '.repeat(20) }
  const task_spec = [{ question: 'Is the gate open?', ...replies }]
  const { id } = await site.owner.createTask({ body: { project_id, task_spec } })
  for (const rest of [[['long'], ['short']], [['long'], ['short']], [['short', 'long']]]) {
    const worker = await site.worker(project_id)
    const { assignments } = await worker.takeAssignments({ body: { project_id } })
    const { id: assignment_id, token } = assignments[0] as (typeof assignments)[number]
    await worker.submitAssignment({
      params: { assignment_id },
      body: { token, answer: [{ order: [['kind'], ...rest] }] },
    })
  }
  await site.owner.createTask({ body: { project_id, task_spec } })
  return id
}
