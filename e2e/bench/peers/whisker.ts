import { readFileSync } from 'node:fs'
import { type Bench, pictureProject, textProject } from '../bench.ts'
import { startLoad } from '../lean/run.ts'
import { readProcessor } from '../processor.ts'
import { cyclesOrder, makeWorkers } from '../work.ts'
import { type Labeler, timed } from './labeler.ts'

/** The same work here. */
export function whiskerLabeler(bench: Bench): Labeler {
  const { service } = bench
  let texts = 0
  let answered = 0

  async function send(title: string, sentences: string[]): Promise<number> {
    texts = (await textProject(bench, title)).id
    const body = sentences.map((sentence) => `${JSON.stringify({ task_spec: [{ sentence }] })}\n`).join('')
    const url = `${service.address}/tasks/bulk?project_id=${texts}`
    const headers = { authorization: service.key, 'content-type': 'application/x-ndjson' }
    return timed(async () => (await fetch(url, { method: 'POST', headers, body })).text())
  }

  return {
    name: 'Whisker',
    sendTexts: (sentences) => send('Texts', sentences),
    sendPictures: async (files) => {
      const project = await pictureProject(bench, 'Pictures')
      return timed(async () => {
        for (const file of files) {
          const picture = `data:image/jpeg;base64,${readFileSync(file).toString('base64')}`
          await service.client.createTask({
            body: { project_id: project.id, task_spec: [{ image_with_animal: picture }] },
          })
        }
      })
    },
    answer: async (cycles) => {
      const keys = await makeWorkers(bench, texts, 1)
      return (await startLoad(cyclesOrder(bench, texts, keys, cycles)).done).seconds
    },
    makeResults: async (rows) => {
      await send(
        'Results',
        Array.from({ length: rows }, (_, n) => `answered ${n}`),
      )
      const keys = await makeWorkers(bench, texts, 32)
      await startLoad(cyclesOrder(bench, texts, keys, rows)).done
      answered = texts
    },
    readResults: (rows) =>
      timed(async () => {
        const response = await fetch(`${service.address}/projects/${answered}/results?format=jsonl`, {
          headers: { authorization: service.key },
        })
        const all = (await response.text()).split('\n').length - 1
        if (all !== rows) throw new Error(`${all} of ${rows} results came out.`)
      }),
    processorMs: () => {
      const spent = readProcessor(service.pid, bench.dataDir)
      return spent && spent.service + spent.database
    },
    stop: () => service.stop(),
  }
}
