import { Button } from '@mantine/core'
import type { Project } from '@whisker/api/project-settings.ts'
import type { ReactNode } from 'react'
import { useMay } from '../../../../account/session.ts'
import { ProblemNote } from '../../../../ui/note.tsx'
import { Section } from '../../../../ui/page.tsx'
import { useNaming } from '../naming.ts'
import styles from './quality.module.css'

/** What the requester has decided of names, each with the way back. */
export function NamingSection({ project }: { project: Project }) {
  const editor = useMay('editor')
  const naming = useNaming(project)
  const { synonyms, apart } = project
  if (synonyms.length + apart.length === 0) return null
  const row = (key: string, text: ReactNode, label: string, undo: () => void) => (
    <li key={key}>
      <span>{text}</span>
      {editor && (
        <Button variant="default" size="xs" disabled={naming.isPending} aria-label={label} onClick={undo}>
          Take back
        </Button>
      )}
    </li>
  )
  return (
    <Section
      title="What you decided"
      lead="Taken back, it counts as it did before, also in the answers that are there."
    >
      {naming.error && <ProblemNote error={naming.error} />}
      <ul className={styles.pairs}>
        {synonyms.map((synonym) =>
          row(
            `is ${synonym.from}`,
            <>
              <strong>{synonym.from}</strong> counts as <strong>{synonym.to}</strong>
            </>,
            `Take back: “${synonym.from}” counts as “${synonym.to}”`,
            () => naming.mutate({ synonyms: synonyms.filter((each) => each !== synonym) }),
          ),
        )}
        {apart.map((pair) =>
          row(
            `apart ${pair.join(' ')}`,
            <>
              <strong>{pair[0]}</strong> and <strong>{pair[1]}</strong> are not the same
            </>,
            `Take back: “${pair[0]}” and “${pair[1]}” are not the same`,
            () => naming.mutate({ apart: apart.filter((each) => each !== pair) }),
          ),
        )}
      </ul>
    </Section>
  )
}
