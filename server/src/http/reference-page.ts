import { problems } from '@whisker/api/problem.ts'
import { describeSchema, type Schema } from './reference-schema.ts'
import { escapeHtml, inline } from './reference-text.ts'

type Json = Record<string, unknown>
type Content = Record<string, { schema?: Schema; 'x-itemSchema'?: Schema }>
type Operation = {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  parameters: { name: string; in: string; required: boolean; schema: Schema; description?: string }[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}
type Entry = { method: string; path: string; operation: Operation }

const intro = (base: string) => `
<p>Send pictures or texts, get one trustworthy label for each. The machine-readable form of this page is
<a href="${base}/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
<h2 id="basics">Basics</h2>
<dl>
<dt>Credential</dt><dd>An API key in the header <code>Authorization</code>, as it is or as <code>Bearer &lt;key&gt;</code>.
Make keys in the dashboard; a key is shown once. Workers send the token of their session in the same way.</dd>
<dt>Errors</dt><dd><code>application/problem+json</code> (RFC 9457): <code>code</code> is stable, <code>detail</code> is a sentence,
<code>errors</code> has a JSON pointer for each field. What is not yours does not exist: 404.</dd>
<dt>Retries</dt><dd>Give each task an <code>external_id</code>, or each request an <code>Idempotency-Key</code>: then sending
again has no second effect. On 429 and 503 wait for <code>Retry-After</code>.</dd>
<dt>Lists</dt><dd>Pass <code>next</code> of one page as <code>after</code> of the next. Cursors are opaque.</dd>
<dt>Webhooks</dt><dd>Signed by the <a href="https://www.standardwebhooks.com" rel="noreferrer">Standard Webhooks</a> specification and
tried ten times over three days. <code>GET /events</code> has the same events, in order, for 30 days.</dd>
</dl>`

/** The reference as one HTML page, made from the OpenAPI document: no script, no outside host. */
export function referencePage(document: Json, base: string): string {
  const entries = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]): Entry => ({ method: method.toUpperCase(), path, operation })),
  )
  const schemas = (document.components as { schemas: Record<string, Schema> }).schemas
  const hooks = document.webhooks as Record<string, { post: { requestBody: { content: Content } } }>
  // What people come for first; accounts are for the dashboard.
  const first = ['projects', 'tasks', 'assets', 'results', 'events', 'webhooks', 'assignments']
  const tags = [...new Set([...first, ...entries.map(({ operation }) => operation.tags[0] ?? '')])]
  const nav = tags.map(
    (tag) => `<li><a href="#${tag}">${tag}</a><ul>${entriesOf(entries, tag).map(navEntry).join('')}</ul></li>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Whisker API</title>
<link rel="stylesheet" href="${base}/docs/style.css">
</head>
<body>
<nav aria-label="Contents"><p class="brand">Whisker <span>API</span></p><ul><li><a href="#basics">basics</a></li>${nav.join('')}
<li><a href="#webhook-events">webhook events</a></li><li><a href="#schemas">schemas</a></li><li><a href="#errors">error codes</a></li></ul></nav>
<main>
<h1>Whisker API</h1>${intro(base)}
${tags.map((tag) => `<h2 id="${tag}">${tag}</h2>${entriesOf(entries, tag).map(section).join('')}`).join('')}
<h2 id="webhook-events">webhook events</h2>
${Object.entries(hooks)
  .map(
    ([type, { post }]) =>
      `<section><h3><code>${escapeHtml(type)}</code></h3>${body(post.requestBody.content)}</section>`,
  )
  .join('')}
<h2 id="schemas">schemas</h2>
${Object.entries(schemas)
  .map(([name, schema]) => `<section id="schema-${name}"><h3>${name}</h3>${describeSchema(schema)}</section>`)
  .join('')}
<h2 id="errors">error codes</h2>
<table><thead><tr><th>status</th><th>code</th><th>meaning</th></tr></thead><tbody>
${Object.entries(problems)
  .map(
    ([code, { status, title }]) =>
      `<tr><td>${status}</td><td><code>${code}</code></td><td>${escapeHtml(title)}</td></tr>`,
  )
  .join('')}
</tbody></table>
</main>
</body>
</html>`
}

function entriesOf(entries: Entry[], tag: string): Entry[] {
  return entries.filter(({ operation }) => operation.tags[0] === tag)
}

function navEntry({ operation }: Entry): string {
  return `<li><a href="#${operation.operationId}">${escapeHtml(operation.summary)}</a></li>`
}

function section({ method, path, operation }: Entry): string {
  const { parameters, requestBody, responses } = operation
  return `<section id="${operation.operationId}">
<h3><code><b class="${method.toLowerCase()}">${method}</b> ${escapeHtml(path)}</code></h3>
<p class="summary">${escapeHtml(operation.summary)}</p>
${(operation.description ?? '')
  .split('\n\n')
  .map((text) => `<p>${inline(text)}</p>`)
  .join('')}
${parameters.length > 0 ? `<h4>Parameters</h4><dl class="fields">${parameters.map(parameter).join('')}</dl>` : ''}
${requestBody ? `<h4>Body</h4>${body(requestBody.content)}` : ''}
<h4>Answers</h4>
${Object.entries(responses)
  .map(([status, response]) => answer(status, response))
  .join('')}
</section>`
}

function parameter({ name, in: where, required, schema, description }: Operation['parameters'][number]): string {
  const text = description ?? schema.description ?? ''
  return `<dt><code>${escapeHtml(name)}</code> <span class="note">${where}${required ? ', required' : ''}</span></dt><dd>${inline(text)}</dd>`
}

function answer(status: string, { description, content }: Operation['responses'][string]): string {
  const good = status.startsWith('2')
  const shown = good && content ? body(content) : ''
  if (!shown) return `<p class="status"><b class="${good ? 'good' : 'bad'}">${status}</b> ${inline(description)}</p>`
  return `<details${good ? ' open' : ''}><summary><b class="${good ? 'good' : 'bad'}">${status}</b> ${inline(description)}</summary>${shown}</details>`
}

function body(content: Content): string {
  const types = Object.keys(content)
  const kinds = Object.values(content)
  // A stream is told by one line of it; what is no object says nothing that the types do not say.
  const line = kinds.find((kind) => kind['x-itemSchema'])?.['x-itemSchema']
  const whole = kinds.find(
    ({ schema }) => schema && schema.format !== 'binary' && Object.keys(schema).length > 0,
  )?.schema
  const shown = line ? `<p class="note">each line</p>${describeSchema(line)}` : whole ? describeSchema(whole) : ''
  return `<p class="note">${types.map(escapeHtml).join(', ')}</p>${shown}`
}
