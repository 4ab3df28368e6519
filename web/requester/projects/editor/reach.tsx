import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { OutputSpec } from '@whisker/api/fields.ts'
import { service } from '../../../service/client.ts'
import type { Draft } from './draft.ts'
import styles from './editor.module.css'

/** How long typing has to rest before it is asked again, ms. */
const restMs = 400

/** What the most answers can reach: told before a project waits for a confidence that its maximum never gives. */
export function Reach({ draft }: { draft: Draft }) {
  const [{ output_spec, max_answers, min_answers, confidence }] = useDebouncedValue(draft, restMs)
  const answers = max_answers ?? min_answers
  const spec = OutputSpec.safeParse(output_spec)
  const reach = useQuery({
    queryKey: ['confidence-preview', output_spec, answers],
    queryFn: () => service.previewConfidence({ body: { output_spec, answers } }),
    enabled: spec.success && Number.isInteger(answers) && answers >= 1 && answers <= 100,
    staleTime: Number.POSITIVE_INFINITY,
  })
  const least = reach.data?.data.toSorted((a, b) => a.confidence - b.confidence)[0]
  const field = output_spec.find(({ name }) => name === least?.field)
  if (!least || !field) return null
  const fixed = answers === min_answers
  const people = answers === 1 ? 'one answer of a person' : `${fixed ? '' : 'at most '}${answers} answers of people`
  const options = 'options' in field ? ` of ${field.options.length} options` : ''
  return (
    <p className={`${styles.hint} ${styles.wide}`}>
      With {people} whom nobody knows yet, an agreed “{field.label || field.name}”{options} reaches{' '}
      {percent(least.confidence)}, and its result says {percent(least.published)}.
      {!fixed &&
        least.confidence < confidence &&
        ` That is below ${percent(confidence)}: people who all agree complete a task all the same, others send it to review.`}
      {fixed && answers > 1 && ' A majority completes a task; a tie goes to review.'}
    </p>
  )
}

function percent(share: number): string {
  return `${Math.floor(share * 1000) / 10} %`
}
