import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import { useMay } from '../../../../account/session.ts'
import { ProblemNote } from '../../../../ui/note.tsx'
import { plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { isKeptApart, keepApart, suggestionWords, useNaming } from '../naming.ts'
import { synonymsQuery } from '../queries.ts'
import styles from './quality.module.css'

/** Names that may be one, and are not counted as one by themselves: a person decides, also for what is there. */
export function SynonymsSection({ project }: { project: Project }) {
  const editor = useMay('editor')
  const suggestions = useQuery(synonymsQuery(project.id))
  const naming = useNaming(project)
  const known = new Set(project.synonyms.map(({ from }) => from))
  const open = (suggestions.data?.data ?? []).filter(
    ({ from, to }) => !known.has(from) && !isKeptApart(project, from, to),
  )
  if (open.length === 0) return null
  return (
    <Section
      title="Do these mean the same?"
      lead="They are counted apart. What you approve counts as one, also in the answers that are there."
    >
      {naming.error && <ProblemNote error={naming.error} />}
      <ul className={styles.pairs}>
        {open.map(({ field, from, to, together, answers, why }) => (
          <li key={`${field} ${from}`}>
            <span>
              <strong>{from}</strong> is <strong>{to}</strong>
            </span>
            <span className={styles.hint}>
              {suggestionWords[why]}
              {together > 0 && `; together on ${plural(together, 'task')}`}; changes {plural(answers, 'answer')}
            </span>
            {editor && (
              <span className={styles.acts}>
                <Button
                  variant="default"
                  size="xs"
                  disabled={naming.isPending}
                  onClick={() => naming.mutate({ synonyms: [...project.synonyms, { from, to }] })}
                >
                  Count “{from}” as “{to}”
                </Button>
                <Button
                  variant="subtle"
                  size="xs"
                  disabled={naming.isPending}
                  aria-label={`“${from}” and “${to}” are not the same`}
                  onClick={() => naming.mutate({ apart: keepApart(project, from, to).apart })}
                >
                  Not the same
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
