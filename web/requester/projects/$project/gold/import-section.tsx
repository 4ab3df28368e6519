import { Button, FileButton } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { csvColumns } from '@whisker/api/csv.ts'
import type { GoldReceipt } from '@whisker/api/gold.ts'
import type { Project } from '@whisker/api/projects.ts'
import { ProblemNote } from '../../../../ui/note.tsx'
import { plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { projectQuery } from '../../queries.ts'
import { sendGoldFile } from './send-gold-file.ts'

/** Known answers from a file, and what became of its rows. */
export function ImportSection({ project }: { project: Project }) {
  const cache = useQueryClient()
  const send = useMutation({
    mutationFn: (file: File) => sendGoldFile(project.id, file),
    onSettled: () => cache.invalidateQueries({ queryKey: projectQuery(project.id).queryKey }),
  })
  const fields = project.output_spec.map((field) => field.name).join(', ')
  // As the export calls it: a field of the form keeps its name.
  const key = csvColumns(
    project.output_spec.map((field) => field.name),
    project.input_spec,
  )[0]?.title
  return (
    <Section
      title="Import known answers"
      lead={`A CSV file with a first row such as: ${key},${fields.replaceAll(', ', ',')}. Instead of ${key} you may use task_id or external_id; an export of the results can be sent back as it is. Between the cells stand commas, semicolons or tabs. A column training with yes marks for practice.`}
      actions={
        <FileButton accept=".csv,text/csv" onChange={(file) => file && send.mutate(file)}>
          {(props) => (
            <Button {...props} variant="default" loading={send.isPending}>
              Choose a file…
            </Button>
          )}
        </FileButton>
      }
    >
      {send.error && <ProblemNote error={send.error} />}
      {send.data ? (
        <Outcome receipts={send.data} />
      ) : (
        <p>Rows that do not fit the form are told one by one; the others count.</p>
      )}
    </Section>
  )
}

const mostShown = 20

function Outcome({ receipts }: { receipts: GoldReceipt[] }) {
  const failed = receipts.flatMap((receipt) => (receipt.status === 'error' ? [receipt] : []))
  const good = receipts.length - failed.length
  return (
    <div role="status">
      <p>
        {plural(good, 'task')} marked{failed.length > 0 && `, ${plural(failed.length, 'row')} not:`}
      </p>
      <ul>
        {failed.slice(0, mostShown).map((receipt) => (
          <li key={receipt.row}>
            Row {receipt.row}: {receipt.detail}
          </li>
        ))}
      </ul>
      {failed.length > mostShown && <p>and {failed.length - mostShown} more.</p>}
    </div>
  )
}
