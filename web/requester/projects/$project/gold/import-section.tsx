import { Button, FileButton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { csvColumns } from '@whisker/api/csv.ts'
import type { GoldReceipt } from '@whisker/api/gold.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { useRef, useState } from 'react'
import { ProblemNote } from '../../../../ui/note.tsx'
import { plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { projectQuery } from '../../queries.ts'
import { isDoubtful } from './encoding.ts'
import { EncodingDialog } from './encoding-dialog.tsx'
import { sendGoldFile } from './send-gold-file.ts'

// Workbooks too: whoever chooses one is told what to do with it, where a file that cannot be chosen tells nothing.
const chosen = '.csv,.tsv,.txt,.xlsx,.xls,.ods,text/csv'

const maxLookedAt = 20_000_000

type Chosen = { file: File; charset?: string }

/** Known answers from a file, and what became of its rows. */
export function ImportSection({ project }: { project: Project }) {
  const cache = useQueryClient()
  const again = useRef<() => void>(null)
  const send = useMutation({
    mutationFn: ({ file, charset }: Chosen) => sendGoldFile(project.id, file, charset),
    onSettled: () => cache.invalidateQueries({ queryKey: projectQuery(project.id).queryKey }),
  })
  const [doubt, setDoubt] = useState<{ file: File; bytes: Uint8Array } | null>(null)
  const choose = async (file: File | null) => {
    if (!file) return
    const bytes = new Uint8Array(await file.slice(0, maxLookedAt).arrayBuffer())
    if (isDoubtful(bytes)) setDoubt({ file, bytes })
    else send.mutate({ file })
  }
  const fields = project.output_spec.map((field) => field.name).join(', ')
  // As the export calls it: a field of the form keeps its name.
  const key = csvColumns(
    project.output_spec.map((field) => field.name),
    project.input_spec,
  )[0]?.title
  return (
    <Section
      title="Import known answers"
      lead={`A CSV file with a first row such as: ${key},${fields.replaceAll(', ', ',')}. Instead of ${key} you may use task_id or external_id; an export of the results can be sent back as it is. Cells are divided by commas, semicolons or tabs. Yes in a column training marks a task for practice.`}
      actions={
        <FileButton
          accept={chosen}
          resetRef={again}
          onChange={(file) => void choose(file).finally(() => again.current?.())}
        >
          {(props) => (
            <Button {...props} variant="default" loading={send.isPending}>
              Choose a file…
            </Button>
          )}
        </FileButton>
      }
    >
      {doubt && (
        <EncodingDialog
          name={doubt.file.name}
          bytes={doubt.bytes}
          language={project.language}
          choose={(charset) => {
            setDoubt(null)
            if (charset) send.mutate({ file: doubt.file, charset })
          }}
        />
      )}
      {send.error && <ProblemNote error={send.error} />}
      {send.data ? (
        <Outcome receipts={send.data} />
      ) : (
        <p>Rows that do not fit the form are listed with the reason; the others count.</p>
      )}
    </Section>
  )
}

const maxShown = 20

function Outcome({ receipts }: { receipts: GoldReceipt[] }) {
  const failed = receipts.flatMap((receipt) => (receipt.status === 'error' ? [receipt] : []))
  const good = receipts.length - failed.length
  return (
    <div role="status">
      <p>
        {plural(good, 'task')} marked{failed.length > 0 && `, ${plural(failed.length, 'row')} not:`}
      </p>
      <ul>
        {failed.slice(0, maxShown).map((receipt) => (
          <li key={receipt.row}>
            Row {receipt.row}: {receipt.detail}
          </li>
        ))}
      </ul>
      {failed.length > maxShown && <p>and {failed.length - maxShown} more.</p>}
    </div>
  )
}
