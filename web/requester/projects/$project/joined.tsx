import { Button } from '@mantine/core'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Join } from '@whisker/api/quality.ts'
import { useMay } from '../../../account/session.ts'
import { ProblemNote } from '../../../ui/note.tsx'
import { plural } from '../../../ui/numbers.ts'
import styles from './joined.module.css'
import { isKeptApart, joinWords, keepApart, useNaming } from './naming.ts'

/** What people typed and what it was counted as, each with the way to undo it for the whole project. */
export function Joined({ project, joins, title }: { project: Project; joins: readonly Join[]; title: string }) {
  const editor = useMay('editor')
  const naming = useNaming(project)
  if (joins.length === 0) return null
  return (
    <div className={styles.joined}>
      <p className={styles.title}>{title}</p>
      {naming.error && <ProblemNote error={naming.error} />}
      <ul>
        {joins.map(({ typed, name, why, answers }) => (
          <li key={`${typed} ${name} ${why}`}>
            <span>
              <strong>{typed}</strong> counts as <strong>{name}</strong>
            </span>
            <span className={styles.why}>
              {joinWords[why]}; {plural(answers, 'answer')}
            </span>
            {isKeptApart(project, typed, name) ? (
              <span className={styles.why}>taken back; the labels follow within seconds</span>
            ) : (
              editor && (
                <Button
                  variant="default"
                  size="xs"
                  disabled={naming.isPending}
                  aria-label={`“${typed}” and “${name}” are not the same`}
                  onClick={() => naming.mutate(keepApart(project, typed, name))}
                >
                  Not the same
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
