import { Checkbox, NumberInput } from '@mantine/core'
import { Section } from '../../../ui/page.tsx'
import styles from '../../controls/controls.module.css'
import { useField } from '../../controls/faults.tsx'
import type { Draft } from './draft.ts'

type Props = { draft: Draft; set: (change: Partial<Draft>) => void }

const numberOrNull = (value: string | number) => (value === '' ? null : Number(value))

/** How workers are measured, and what one of them may do. */
export function MeasureSection({ draft, set }: Props) {
  return (
    <Section title="How workers are measured">
      <div className={styles.grid}>
        <Checkbox
          className={styles.wide}
          label="Mix in gold tasks"
          description="Tasks whose right answer you know, unseen among the others. Nothing happens while there are none."
          checked={draft.inject_gold}
          onChange={(event) => set({ inject_gold: event.currentTarget.checked })}
        />
        <NumberInput
          label="Pause a worker below"
          description="Share of right answers to gold, when it is almost sure. Empty: nobody is paused."
          suffix=" %"
          min={1}
          max={99}
          clampBehavior="none"
          value={draft.skill_floor === null ? '' : Math.round(draft.skill_floor * 1000) / 10}
          onChange={(value) => set({ skill_floor: value === '' ? null : Number(value) / 100 })}
          {...useField('/skill_floor')}
        />
        <NumberInput
          label="Least time for an answer"
          description="Faster ones are kept and do not count. Empty: any time."
          suffix=" s"
          min={0}
          clampBehavior="none"
          value={draft.min_seconds ?? ''}
          onChange={(value) => set({ min_seconds: numberOrNull(value) })}
          {...useField('/min_seconds')}
        />
        <NumberInput
          label="Most answers of one worker"
          description="Empty: as many as there are tasks."
          min={1}
          allowDecimal={false}
          clampBehavior="none"
          value={draft.max_answers_per_worker ?? ''}
          onChange={(value) => set({ max_answers_per_worker: numberOrNull(value) })}
          {...useField('/max_answers_per_worker')}
        />
        <NumberInput
          label="Workers who see one gold task"
          description="Empty: as many as answer an ordinary task, so that nobody can tell gold by how often it comes."
          min={1}
          max={1000}
          allowDecimal={false}
          clampBehavior="none"
          value={draft.gold_exposures ?? ''}
          onChange={(value) => set({ gold_exposures: numberOrNull(value) })}
          {...useField('/gold_exposures')}
        />
        <NumberInput
          label="Gold tasks to keep at hand"
          description="Tasks that five or more workers agreed about become gold until there are so many. 0: none does unasked."
          min={0}
          max={1000}
          allowDecimal={false}
          clampBehavior="none"
          value={draft.gold_wanted}
          onChange={(value) => set({ gold_wanted: Number(value) })}
          {...useField('/gold_wanted')}
        />
      </div>
    </Section>
  )
}
