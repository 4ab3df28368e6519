import { createClient } from '@whisker/api/client.ts'

type SubmitTimes = { name: string; count: number; p50: number; p99: number }

const workers = 8
const rounds = 400

/**
 * What quality costs a submit: the same workers submit in turn to a project with a fixed overlap of 3 and to one with 3 to
 * 6 answers, where every third answer decides whether to ask on and wakes the follower.
 */
export async function measureSubmits({ urls, key }: { urls: string[]; key: string }): Promise<SubmitTimes[]> {
  const url = urls[0]!
  const owner = createClient({ url, key })
  const kinds = [
    { name: 'fixed', min_answers: 3, max_answers: 3, times: [] as number[], id: 0 },
    { name: 'dynamic', min_answers: 3, max_answers: 6, times: [] as number[], id: 0 },
  ]
  for (const kind of kinds) {
    const { min_answers, max_answers } = kind
    const project = await owner.createProject({
      body: {
        ...{ title: kind.name, min_answers, max_answers, access: 'open' },
        input_spec: [{ name: 'sentence', type: 'text' }],
        output_spec: [{ name: 'kind', type: 'radio', options: [{ value: 'cat' }, { value: 'dog' }] }],
      },
    })
    kind.id = project.id
    const lines = Array.from({ length: workers * rounds }, (_, t) => `{"task_spec":[{"sentence":"${t}"}]}\n`)
    const headers = { authorization: key, 'content-type': 'application/x-ndjson' }
    const address = `${url}/tasks/bulk?project_id=${kind.id}`
    await (await fetch(address, { method: 'POST', headers, body: lines.join('') })).text()
  }
  const link = await owner.readLabelLink({ params: { project_id: kinds[0]!.id } })
  const token = new URL(link.url, url).hash.slice(1)
  await Promise.all(
    Array.from({ length: workers }, async (_, w) => {
      const session = await createClient({ url }).acceptInvitation({ body: { token, cookie: false } })
      const worker = createClient({ url, key: session.token! })
      for (let round = 0; round < rounds; round++) {
        for (const { id, times } of round % 2 ? kinds : kinds.toReversed()) {
          const { assignments } = await worker.takeAssignments({ body: { project_id: id } })
          const [taken] = assignments
          if (!taken) continue
          const shown = taken.items[0]?.sentence as { text: string }
          const text = Number(shown.text)
          // One in ten answers is wrong, by a rule that everybody can follow.
          const answer = [{ kind: ((text + w * 7) % 10 === 0) === (text % 2 === 0) ? 'cat' : 'dog' }]
          const begun = performance.now()
          await worker.submitAssignment({ params: { assignment_id: taken.id }, body: { token: taken.token, answer } })
          // The first rounds compile.
          if (round >= rounds / 10) times.push(performance.now() - begun)
        }
      }
    }),
  )
  return kinds.map(({ name, times }) => {
    times.sort((a, b) => a - b)
    const at = (share: number) => times[Math.floor(share * (times.length - 1))]!
    return { name, count: times.length, p50: at(0.5), p99: at(0.99) }
  })
}
