import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'
import { goldProject, makeTask, submit, take } from './gold.fixture.ts'
import { rescoreGold } from './rescore.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

/** Gold tasks, all of a cat, and a worker who answered "kitty" to each. */
async function answered(count: number) {
  const project = await goldProject(server, { skill_floor: null })
  for (let n = 0; n < count; n++) await makeTask(server, project.id, `${n}`, 'cat')
  await server.sql`update tasks set lane = 1 where project_id = ${project.id}`
  const worker = await server.makeWorker(project.id)
  for (let held = await take(worker, project.id, 10); held.length > 0; held = await take(worker, project.id, 10))
    for (const one of held) await submit(worker, one, 'Kitty')
  const edit = async (synonyms: { from: string; to: string }[]) => {
    await server.client.editProject({ params: { project_id: project.id }, body: { synonyms } })
    await server.sql`update projects set updated_at = now() - interval '1 minute' where id = ${project.id}`
    while ((await rescoreGold(server.sql)(new AbortController().signal)) === 'again');
  }
  const scores = async () =>
    (await server.sql`select distinct share, fields from gold_scores where project_id = ${project.id}`).map((row) => ({
      ...row,
    }))
  return { project, worker, edit, scores }
}

describe('when the synonyms of a project change', () => {
  test('all scores are worked out again, there and back', async () => {
    const { project, edit, scores } = await answered(45)
    expect(await scores()).toEqual([{ share: 0, fields: { animal: [0, 1] } }])
    await edit([{ from: 'kitty', to: 'cat' }])
    expect(await scores()).toEqual([{ share: 1, fields: { animal: [1, 1] } }])
    const { data } = await server.client.listGold({ params: { project_id: project.id } })
    expect(new Set(data.map((gold) => gold.right))).toEqual(new Set([1]))
    await edit([])
    expect(await scores()).toEqual([{ share: 0, fields: { animal: [0, 1] } }])
    const [row] = await server.sql`select rescore_from from projects where id = ${project.id}`
    expect(row).toEqual({ rescore_from: null })
  })

  test('it waits until whoever had read the old ones is through', async () => {
    const { project, scores } = await answered(1)
    const synonyms = [{ from: 'kitty', to: 'cat' }]
    await server.client.editProject({ params: { project_id: project.id }, body: { synonyms } })
    expect(await rescoreGold(server.sql)(new AbortController().signal)).toBe('done')
    expect(await scores()).toMatchObject([{ share: 0 }])
  })

  test('another setting is no reason', async () => {
    const { project } = await answered(1)
    await server.client.editProject({ params: { project_id: project.id }, body: { title: 'Other' } })
    const [row] = await server.sql`select rescore_from from projects where id = ${project.id}`
    expect(row).toEqual({ rescore_from: null })
  })
})
