import type { InputField } from '@whisker/api/fields.ts'

export type Snippet = { language: 'curl' | 'Python' | 'TypeScript'; send: string; read: string }

type Target = { address: string; projectId: number; fields: readonly Pick<InputField, 'name' | 'type'>[]; key: string }

/** Code that works as pasted, for this project and its fields. `key` is a key, or what stands for one. */
export function snippets(target: Target): Snippet[] {
  return [curl(target), python(target), typescript(target)]
}

const example = 'The text to be labeled'
/** File of the n-th picture of an item. */
const fileName = (at: number) => (at === 0 ? 'picture.jpg' : `picture-${at + 1}.jpg`)

function pictures({ fields }: Target) {
  return fields.filter((field) => field.type === 'image').map((field, at) => ({ name: field.name, file: fileName(at) }))
}

function curl(target: Target): Snippet {
  const { address, projectId, fields, key } = target
  const files = new Map(pictures(target).map(({ name, file }) => [name, file]))
  // The body goes through a pipe: as an argument a picture would be too long for the shell.
  const parts = fields.map(({ name }, at) => {
    const comma = at > 0 ? ', ' : ''
    const file = files.get(name)
    return file
      ? `  printf '${comma}"${name}": "data:image/jpeg;base64,'; base64 < ${file} | tr -d '\\n'; printf '"'`
      : `  printf '${comma}"${name}": "${example}"'`
  })
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
  const { address, projectId, fields, key } = target
  const files = new Map(pictures(target).map(({ name, file }) => [name, file]))
  const entries = fields.map(({ name }) => {
    const file = files.get(name)
    return `        "${name}": ${file ? `picture("${file}")` : JSON.stringify(example)},`
  })
  const reader =
    files.size > 0
      ? [
          '',
          'def picture(path):',
          '    with open(path, "rb") as file:',
          '        return "data:image/jpeg;base64," + base64.b64encode(file.read()).decode()',
          '',
        ]
      : []
  return {
    language: 'Python',
    send: [
      ...(files.size > 0 ? ['import base64'] : []),
      'import requests',
      ...reader,
      'response = requests.post(',
      `    "${address}/tasks",`,
      `    headers={"Authorization": "${key}"},`,
      `    json={"project_id": ${projectId}, "task_spec": [{`,
      ...entries,
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
  const { address, projectId, fields, key } = target
  const files = new Map(pictures(target).map(({ name, file }) => [name, file]))
  const entries = fields.map(({ name }) => {
    const file = files.get(name)
    return `      ${name}: ${file ? `picture('${file}')` : `'${example}'`},`
  })
  return {
    language: 'TypeScript',
    send: [
      ...(files.size > 0
        ? [
            "import { readFileSync } from 'node:fs'",
            '',
            'const picture = (path: string) =>',
            // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template in the code that is shown
            "  `data:image/jpeg;base64,${readFileSync(path).toString('base64')}`",
            '',
          ]
        : []),
      `const response = await fetch('${address}/tasks', {`,
      "  method: 'POST',",
      `  headers: { Authorization: '${key}', 'Content-Type': 'application/json' },`,
      '  body: JSON.stringify({',
      `    project_id: ${projectId},`,
      '    task_spec: [{',
      ...entries,
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
