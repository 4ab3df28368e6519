import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@whisker/api/client.ts'
import { expect, test } from 'vitest'
import { makePicture, withComment } from './pictures.ts'
import { type Service, startService } from './service.ts'

/**
 * C-01, D1: the server is killed (`kill -9`) at random moments between and within requests, and started again on the same
 * data. Whatever was acknowledged is there, once; a retry with the same external_id never makes a second one.
 */
test('kill -9 of the server between 201s: nothing acknowledged is lost, nothing is there twice', {
  timeout: 180_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'whisker-crash-'))
  const rounds = 8
  const acknowledged = new Map<string, string>()
  const answered = new Set<string>()
  let workerToken = ''
  let projectId = 0
  // Answers go to texts: a text needs no rendition, so there are many answers between two kills.
  let textProjectId = 0
  let service: Service | null = null
  const base = await makePicture()
  let n = 0
  try {
    for (let round = 0; round < rounds; round++) {
      service = await startService(folder)
      if (projectId === 0) {
        const project = await service.client.createProject({
          body: {
            title: 'Crash',
            input_spec: [{ name: 'picture', type: 'image' }],
            output_spec: [{ type: 'input', name: 'animal' }],
          },
        })
        projectId = project.id
        const texts = await service.client.createProject({
          body: {
            title: 'Texts',
            input_spec: [{ name: 'text', type: 'text' }],
            output_spec: [{ type: 'input', name: 'animal' }],
          },
        })
        textProjectId = texts.id
        const lines = Array.from(
          { length: 3000 },
          (_, i) => `${JSON.stringify({ task_spec: [{ text: `text ${i}` }] })}\n`,
        ).join('')
        const headers = { 'content-type': 'application/x-ndjson' }
        await (await service.client.createTasks({ query: { project_id: texts.id }, body: lines, headers })).text()
        const link = await service.client.readLabelLink({ params: { project_id: textProjectId } })
        const joined = await createClient({ url: service.url }).acceptInvitation({
          body: { token: new URL(link.url).hash.slice(1), cookie: false },
        })
        workerToken = joined.token as string
      }
      const { url, key } = service
      let running = true
      const senders = Array.from({ length: 4 }, async () => {
        while (running) {
          const id = `p${n++}`
          const picture = withComment(base, id)
          const body = JSON.stringify({
            project_id: projectId,
            external_id: id,
            task_spec: [{ picture: `data:image/jpeg;base64,${picture.toString('base64')}` }],
          })
          try {
            const response = await fetch(`${url}/tasks`, {
              method: 'POST',
              headers: { authorization: key, 'content-type': 'application/json' },
              body,
            })
            if (response.status === 201) acknowledged.set(id, createHash('sha256').update(picture).digest('hex'))
          } catch {
            return
          }
        }
      })
      const worker = createClient({ url, key: workerToken })
      const labeler = (async () => {
        try {
          while (running) {
            const { assignments } = await worker.takeAssignments({ body: { project_id: textProjectId, count: 2 } })
            for (const { id, token } of assignments) {
              await worker.submitAssignment({
                params: { assignment_id: id },
                body: { token, answer: [{ animal: 'cat' }] },
              })
              answered.add(id)
            }
          }
        } catch {
          // The server was killed under us.
        }
      })()
      // At any moment, but not before there is something to lose, however slow the machine is.
      const before = acknowledged.size + answered.size
      await expect.poll(() => acknowledged.size + answered.size, { timeout: 20_000 }).toBeGreaterThan(before + 10)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 700))
      await service.kill()
      running = false
      await Promise.all([...senders, labeler])
    }

    service = await startService(folder)
    const stored = new Map<string, string>()
    let after: string | undefined
    do {
      const page = await service.client.listTasks({
        query: { project_id: projectId, limit: 1000, ...(after && { after }) },
      })
      for (const task of page.data) {
        expect(stored.has(task.external_id as string)).toBe(false)
        stored.set(task.external_id as string, String(task.task_spec[0]?.picture).slice('asset:'.length))
      }
      after = page.next
    } while (after)
    expect(acknowledged.size).toBeGreaterThan(rounds)
    for (const [id, sha256] of acknowledged) expect(stored.get(id), `${id} was acknowledged`).toBe(sha256)

    // Every picture that a task points to is there, bit for bit (the server checks the hash and refuses otherwise).
    for (const sha256 of [...stored.values()].slice(-40)) {
      const picture = await service.client.readAsset({ params: { sha256 } })
      expect(
        createHash('sha256')
          .update(Buffer.from(await picture.arrayBuffer()))
          .digest('hex'),
      ).toBe(sha256)
    }
    const progress = await service.client.readProgress({ params: { project_id: textProjectId } })
    expect(progress.answers).toBeGreaterThanOrEqual(answered.size)
    expect(answered.size).toBeGreaterThan(5)
  } finally {
    await service?.stop()
    await rm(folder, { recursive: true, force: true })
  }
})
