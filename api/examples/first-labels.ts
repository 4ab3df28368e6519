import { readFile } from 'node:fs/promises'
import { createClient } from '../src/client.ts'

/**
 * The whole of it with the typed client: a project, a picture, and the results so far.
 *
 *     node api/examples/first-labels.ts http://127.0.0.1:4000 whk_... cat.jpg
 */
export async function firstLabels(url: string, key: string, picture: string) {
  const whisker = createClient({ url, key })
  const project = await whisker.createProject({
    body: {
      title: 'What animal is this?',
      input_spec: [{ name: 'image_with_animal', type: 'image' }],
      output_spec: [{ type: 'input', name: 'animal', label: 'Animal' }],
    },
  })
  // Safe to run again: the picture is stored once, and the external_id makes it one task.
  const asset = await whisker.createAsset({
    body: await readFile(picture),
    headers: { 'content-type': 'application/octet-stream' },
  })
  const task = await whisker.createTask({
    body: { project_id: project.id, external_id: picture, task_spec: [{ image_with_animal: asset.value }] },
  })
  const link = await whisker.readLabelLink({ params: { project_id: project.id } })
  const results = await whisker.exportResults({ params: { project_id: project.id }, query: { format: 'jsonl' } })
  return { projectId: project.id, taskId: task.id, labelUrl: link.url, results: await results.text() }
}

const [url, key, picture] = process.argv.slice(2)
if (import.meta.main && url && key && picture) console.log(await firstLabels(url, key, picture))
