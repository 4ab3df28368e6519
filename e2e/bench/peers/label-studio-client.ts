import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Labeler, timed } from './labeler.ts'

const textForm = `<View><Text name="sentence" value="$sentence"/><TextArea name="animal" toName="sentence"/></View>`
const pictureForm = `<View><Image name="picture" value="$image"/><TextArea name="animal" toName="picture"/></View>`
const result = [{ from_name: 'animal', to_name: 'sentence', type: 'textarea', value: { text: ['cat'] } }]

/** Label Studio by its API, as its documentation says. */
export function labelStudioClient(url: string, token: string): Omit<Labeler, 'name' | 'processorMs' | 'stop'> {
  async function ask(method: string, path: string, body?: object): Promise<Response> {
    const isForm = body instanceof FormData
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { authorization: `Token ${token}`, ...(!isForm && { 'content-type': 'application/json' }) },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${(await response.text()).slice(0, 500)}`)
    return response
  }
  const makeProject = async (title: string, form: string): Promise<number> =>
    ((await (await ask('POST', '/projects/', { title, label_config: form })).json()) as { id: number }).id
  let texts = 0
  let answered = 0

  return {
    sendTexts: async (sentences) => {
      texts = await makeProject('Texts', textForm)
      const tasks = sentences.map((sentence) => ({ data: { sentence } }))
      return timed(async () => (await ask('POST', `/projects/${texts}/import`, tasks)).text())
    },
    sendPictures: async (files) => {
      const project = await makeProject('Pictures', pictureForm)
      return timed(async () => {
        for (const file of files) {
          const form = new FormData()
          form.append('file', new Blob([readFileSync(file)], { type: 'image/jpeg' }), basename(file))
          await (await ask('POST', `/projects/${project}/import`, form)).text()
        }
      })
    },
    answer: (cycles) =>
      timed(async () => {
        for (let n = 0; n < cycles; n++) {
          const { id } = (await (await ask('GET', `/projects/${texts}/next`)).json()) as { id: number }
          await (await ask('POST', `/tasks/${id}/annotations/`, { result, lead_time: 3 })).text()
        }
      }),
    makeResults: async (rows) => {
      answered = await makeProject('Results', textForm)
      const tasks = Array.from({ length: rows }, (_, n) => ({
        data: { sentence: `answered ${n}` },
        annotations: [{ result }],
      }))
      await (await ask('POST', `/projects/${answered}/import`, tasks)).text()
    },
    readResults: (rows) =>
      timed(async () => {
        const all = (await (await ask('GET', `/projects/${answered}/export?exportType=JSON`)).json()) as object[]
        if (all.length !== rows) throw new Error(`${all.length} of ${rows} results came out.`)
      }),
  }
}
