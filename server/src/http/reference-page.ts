type Json = Record<string, unknown>
type Operation = { operationId: string; tags: string[]; summary: string; description?: string }

/** The reference as one HTML page. */
export function referencePage(document: Json): string {
  const paths = document.paths as Record<string, Record<string, Operation>>
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]) =>
        `<li><code>${method.toUpperCase()} ${escapeHtml(path)}</code> ${escapeHtml(operation.summary)}</li>`,
    ),
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Whisker API</title><link rel="stylesheet" href="/docs/style.css"><h1>Whisker API</h1><ul>${rows.join('\n')}</ul></html>`
}

export const referenceStyle = 'body{font-family:system-ui,sans-serif}'

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
