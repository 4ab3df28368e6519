import { outcomeOf, type Reply } from './history.ts'

type Question = { method: string; path: string; key: string; json?: unknown; ndjson?: string }

/** One request to whichever server `url` names now; null: none runs. Never throws: no answer is an answer of its own. */
export async function ask(url: string | null, { method, path, key, json, ndjson }: Question): Promise<Reply> {
  let status: number | null = null
  let text = ''
  let fault = url === null ? ': no server runs' : ''
  try {
    if (url !== null) {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': ndjson === undefined ? 'application/json' : 'application/x-ndjson',
        },
        ...(method !== 'GET' && { body: ndjson ?? JSON.stringify(json ?? {}) }),
        signal: AbortSignal.timeout(15_000),
      })
      status = response.status
      for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += part
    }
  } catch (error) {
    fault = `: ${(error as Error).message}`
  }
  // A receipt that broke off says as much as was read of it, and the outcome of a single step is open.
  const whole = fault === '' ? status : null
  const said = `${status ?? 'no answer'}${fault}${status !== null && status >= 400 ? ` ${text.slice(0, 200)}` : ''}`
  return { status, json: ndjson === undefined ? parsed(text) : text, outcome: outcomeOf(whole), said }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
