import { createClient } from '@whisker/api/client.ts'
import { ColumnFault } from '@whisker/api/imports/columns.ts'
import { ImportFault } from '@whisker/api/imports/imported.ts'
import { explain } from '../../service/problem.ts'
import { Importing } from './importing.ts'
import type { Ask, Told } from './messages.ts'
import { patientFetch } from './patient-fetch.ts'

// A thread of its own: a large file is read for seconds, in which a page would stand still.

const tell = (told: Told) => postMessage(told)
let importing: Importing | null = null

// One after the other: who sends has read before.
let last = Promise.resolve()
addEventListener('message', ({ data }: MessageEvent<Ask>) => {
  last = last
    .then(() => hear(data))
    .catch((error) => {
      tell({ told: 'fault', text: wordsOf(error), columns: error instanceof ColumnFault ? error.columns : null })
    })
})

async function hear(ask: Ask): Promise<void> {
  if (ask.do === 'begin') {
    const fetch = patientFetch((text) => tell({ told: 'trouble', text }))
    importing = new Importing({ client: createClient({ url: ask.base, fetch }), projectId: ask.projectId, tell })
  } else if (ask.do === 'read') await importing!.read(ask.files, ask.correction)
  else await importing!.send(ask.order)
}

function wordsOf(error: unknown): string {
  if (error instanceof ImportFault) return error.message
  const { title, detail, fields } = explain(error)
  return [title && `${title}.`, detail, ...fields.map(({ pointer, detail }) => `${pointer} ${detail}`)]
    .filter(Boolean)
    .join(' ')
}
