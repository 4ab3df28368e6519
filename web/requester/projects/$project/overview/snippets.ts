import type { InputField } from '@whisker/api/fields.ts'
import { sending } from '../../../media/sending.ts'

export type Snippet = { language: 'curl' | 'Python' | 'TypeScript'; send: string; read: string }

type Target = { address: string; projectId: number; fields: readonly Pick<InputField, 'name' | 'type'>[]; key: string }

/** Code that works as pasted, for this project and its fields. `key` is a key, or what stands for one. */
export function snippets(target: Target): Snippet[] {
  return [curl(target), python(target), typescript(target)]
}

/** The input fields with what code needs to know of them. */
function codesOf({ fields }: Target) {
  return fields.map(({ name, type }, index) => {
    const at = fields.slice(0, index).filter((before) => before.type === type).length
    return { name, at, code: sending[type].code }
  })
}

/** Once each: two pictures are read by one function. */
function once(parts: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(parts)].flat()
}

function curl(target: Target): Snippet {
  const { address, projectId, key } = target
  const parts = codesOf(target).map(({ name, at, code }, index) => code.curl(`${index > 0 ? ', ' : ''}"${name}": `, at))
  return {
    language: 'curl',
    send: [
      `WHISKER_KEY=${key}`,
      '{',
      `  printf '{"project_id": ${projectId}, "task_spec": [{'`,
      ...parts,
      "  printf '}]}'",
      `} | curl ${address}/tasks \\`,
      '  -H "Authorization: $WHISKER_KEY" \\',
      '  -H "Content-Type: application/json" \\',
      '  --data-binary @-',
    ].join('\n'),
    read: [
      `WHISKER_KEY=${key}`,
      `curl "${address}/projects/${projectId}/results?format=csv" \\`,
      '  -H "Authorization: $WHISKER_KEY"',
    ].join('\n'),
  }
}

function python(target: Target): Snippet {
  const { address, projectId, key } = target
  const codes = codesOf(target).map(({ name, at, code }) => ({ name, at, ...code.python }))
  return {
    language: 'Python',
    send: [
      ...once(codes.map(({ imports }) => imports)),
      'import requests',
      ...once(codes.map(({ before }) => before)),
      'response = requests.post(',
      `    "${address}/tasks",`,
      `    headers={"Authorization": "${key}"},`,
      `    json={"project_id": ${projectId}, "task_spec": [{`,
      ...codes.map(({ name, at, value }) => `        "${name}": ${value(at)},`),
      '    }]},',
      ')',
      'print(response.status_code, response.json())',
    ].join('\n'),
    read: [
      'import json',
      'import requests',
      '',
      'response = requests.get(',
      `    "${address}/projects/${projectId}/results",`,
      `    headers={"Authorization": "${key}"},`,
      '    params={"format": "jsonl"},',
      '    stream=True,',
      ')',
      'for line in response.iter_lines():',
      '    row = json.loads(line)',
      '    print(row["name"], [{field: r["value"] for field, r in item.items()} for item in row["result"]])',
    ].join('\n'),
  }
}

function typescript(target: Target): Snippet {
  const { address, projectId, key } = target
  const codes = codesOf(target).map(({ name, at, code }) => ({ name, at, ...code.typescript }))
  return {
    language: 'TypeScript',
    send: [
      ...once(codes.map(({ imports }) => imports)),
      ...once(codes.map(({ before }) => before)),
      `const response = await fetch('${address}/tasks', {`,
      "  method: 'POST',",
      `  headers: { Authorization: '${key}', 'Content-Type': 'application/json' },`,
      '  body: JSON.stringify({',
      `    project_id: ${projectId},`,
      '    task_spec: [{',
      ...codes.map(({ name, at, value }) => `      ${name}: ${value(at)},`),
      '    }],',
      '  }),',
      '})',
      'console.log(response.status, await response.json())',
    ].join('\n'),
    read: [
      `const response = await fetch('${address}/projects/${projectId}/results?format=json', {`,
      `  headers: { Authorization: '${key}' },`,
      '})',
      'for (const row of await response.json()) console.log(row.name, row.result)',
    ].join('\n'),
  }
}
