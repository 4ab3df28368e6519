import type { WorkerProject } from '@whisker/api/assignments.ts'

export const ada = { id: 'ada', name: '', email: null, languages: [] }

/** One required text; what the tasks show is the test's own. */
export const project: WorkerProject = {
  id: 64,
  title: 'Animals',
  public_description: '',
  language: 'en',
  version: 1,
  status: 'active',
  input_spec: [{ name: 'shown', type: 'text', required: true, label: '' }],
  output_spec: [{ name: 'animal', type: 'input', label: '', help: '', required: true }],
}
