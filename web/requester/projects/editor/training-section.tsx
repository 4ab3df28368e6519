import { Checkbox, NumberInput } from '@mantine/core'
import { Section } from '../../../ui/page.tsx'
import styles from '../../controls/controls.module.css'
import { useField } from '../../controls/faults.tsx'
import type { Draft } from './draft.ts'

type Props = { draft: Draft; set: (change: Partial<Draft>) => void }

/** Practice before real tasks. */
export function TrainingSection({ draft, set }: Props) {
  const { training } = draft
  const questions = useField('/training/questions')
  const pass = useField('/training/pass')
  return (
    <Section title="Practice first">
      <div className={styles.grid}>
        <Checkbox
          className={styles.wide}
          label="Workers practise before they get tasks"
          description="On gold tasks that you mark for practice, with what is right after each. Who fails can try again the next day."
          checked={training !== null}
          onChange={({ currentTarget: { checked } }) => set({ training: checked ? { questions: 5, pass: 4 } : null })}
        />
        {training && (
          <>
            <NumberInput
              label="Practice tasks"
              description="Workers wait while there are fewer."
              min={1}
              max={50}
              allowDecimal={false}
              clampBehavior="none"
              value={training.questions}
              onChange={(value) => set({ training: { ...training, questions: Number(value) } })}
              {...questions}
            />
            <NumberInput
              label="Right at the least"
              description="With so many right, the work begins."
              min={1}
              max={50}
              allowDecimal={false}
              clampBehavior="none"
              value={training.pass}
              onChange={(value) => set({ training: { ...training, pass: Number(value) } })}
              {...pass}
            />
          </>
        )}
      </div>
    </Section>
  )
}
