import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { OutputSpec } from '@whisker/api/fields.ts'
import { useMay } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { keyOf } from '../../../service/query-keys.ts'
import styles from '../../controls/controls.module.css'
import { optionsOf } from '../../kinds/kinds.ts'
import type { Draft } from './draft.ts'

/** How long typing has to rest before it is asked again, ms. */
const restMs = 400

/** What the most answers can reach: told before a project waits for a confidence that its maximum never gives. */
export function Reach({ draft }: { draft: Draft }) {
  const [{ output_spec, max_answers, min_answers, confidence }] = useDebouncedValue(draft, restMs)
  const answers = max_answers ?? min_answers
  const spec = OutputSpec.safeParse(output_spec)
  // The service works it out for those who may change a project; others only look at its settings.
  const editor = useMay('editor')
  const reach = useQuery({
    queryKey: keyOf.confidencePreview(output_spec, answers),
    queryFn: () => service.previewConfidence({ body: { output_spec, answers } }),
    enabled: editor && spec.success && Number.isInteger(answers) && answers >= 1 && answers <= 100,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const weakest = reach.data?.data.toSorted((a, b) => a.confidence - b.confidence)[0]
  const field = output_spec.find(({ name }) => name === weakest?.field)
  if (!weakest || !field) return null
  const fixed = answers === min_answers
  const people = `${fixed ? '' : 'at most '}${answers} answers of people`
  const options = optionsOf(field).length
  const among = options > 0 ? ` of ${options} options` : ''
  if (answers === 1)
    return (
      <p className={`${styles.hint} ${styles.wide}`}>
        A single answer of a person whom nobody knows yet is published at {percent(weakest.published, Math.round)}:
        nobody else looks at the task.
      </p>
    )
  return (
    <p className={`${styles.hint} ${styles.wide}`}>
      With {people} whom nobody knows yet, an agreed “{field.label || field.name}”{among} reaches{' '}
      {percent(weakest.confidence, Math.floor)}, and its result says {percent(weakest.published, Math.round)}.
      {!fixed &&
        weakest.confidence < confidence &&
        ` That is below ${percent(confidence, Math.round)}: people who all agree complete a task all the same, others send it to review.`}
      {fixed && answers > 1 && ' A majority completes a task; a tie goes to review.'}
    </p>
  )
}

/** What is compared with a threshold is never rounded up to it. */
function percent(share: number, toWhole: (value: number) => number): string {
  return `${toWhole(share * 1000) / 10}\u00a0%`
}
