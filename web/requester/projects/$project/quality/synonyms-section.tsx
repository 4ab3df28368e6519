import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Project } from '@whisker/api/projects.ts'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { explain } from '../../../../service/problem.ts'
import { ProblemNote } from '../../../../ui/note.tsx'
import { plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { projectQuery } from '../../queries.ts'
import { synonymsQuery } from '../queries.ts'
import styles from './quality.module.css'

/** Beside what others approve at the same moment: the list is read, and sent with what it is based on. */
async function addSynonym(projectId: number, pair: { from: string; to: string }): Promise<Project> {
  const params = { project_id: projectId }
  for (let tries = 1; ; tries++) {
    const { synonyms, updated_at } = await service.readProject({ params })
    const body = { synonyms: [...synonyms.filter(({ from }) => from !== pair.from), pair], based_on: updated_at }
    try {
      return await service.editProject({ params, body })
    } catch (error) {
      if (explain(error).code !== 'changed_meanwhile' || tries === 5) throw error
    }
  }
}

/** Names that people give to the same things; one click makes them count as one, also in what is there. */
export function SynonymsSection({ project }: { project: Project }) {
  const editor = useMay('editor')
  const cache = useQueryClient()
  const suggestions = useQuery(synonymsQuery(project.id))
  const approve = useMutation({
    mutationFn: (pair: { from: string; to: string }) => addSynonym(project.id, pair),
    onSuccess: (next) => cache.setQueryData(projectQuery(project.id).queryKey, next),
  })
  const known = new Set(project.synonyms.map(({ from }) => from))
  const open = (suggestions.data?.data ?? []).filter(({ from }) => !known.has(from))
  if (open.length === 0) return null
  return (
    <Section
      title="Do these mean the same?"
      lead="Different people said both of the same pictures. What you approve counts as one, also in the answers that are there."
    >
      {approve.error && <ProblemNote error={approve.error} />}
      <ul className={styles.pairs}>
        {open.map(({ field, from, to, together, answers }) => (
          <li key={`${field} ${from}`}>
            <span>
              <strong>{from}</strong> is <strong>{to}</strong>
            </span>
            <span className={styles.hint}>
              said together of {plural(together, 'task')}; changes {plural(answers, 'answer')}
            </span>
            {editor && (
              <Button
                variant="default"
                size="xs"
                loading={approve.isPending && approve.variables.from === from}
                onClick={() => approve.mutate({ from, to })}
              >
                Count “{from}” as “{to}”
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
