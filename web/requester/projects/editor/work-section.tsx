import { Checkbox, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core'
import { Section } from '../../../ui/page.tsx'
import type { Draft } from './draft.ts'
import styles from './editor.module.css'
import { useField } from './faults.tsx'

type Props = { draft: Draft; set: (change: Partial<Draft>) => void }

const spans = [
  [60, '1 minute'],
  [180, '3 minutes'],
  [600, '10 minutes'],
  [1800, '30 minutes'],
  [3600, '1 hour'],
  [14_400, '4 hours'],
  [86_400, '24 hours'],
] as const

/** How the work is given out, and where results go. */
export function WorkSection({ draft, set }: Props) {
  const known = spans.some(([seconds]) => seconds === draft.assignment_seconds)
  const offered = known ? spans : [[draft.assignment_seconds, `${draft.assignment_seconds} seconds`] as const, ...spans]
  return (
    <Section title="How it is worked on">
      <div className={styles.grid}>
        <NumberInput
          label="Answers for each task"
          description="From as many different people. Three let a majority speak."
          min={1}
          max={100}
          allowDecimal={false}
          clampBehavior="none"
          value={draft.min_answers}
          onChange={(value) => set({ min_answers: value === '' ? 0 : Number(value) })}
          {...useField('/min_answers')}
        />
        <Select
          label="Time for a task"
          description="After that it is offered to somebody else."
          data={offered.map(([seconds, label]) => ({ value: String(seconds), label }))}
          value={String(draft.assignment_seconds)}
          onChange={(value) => value && set({ assignment_seconds: Number(value) })}
          {...useField('/assignment_seconds')}
        />
        <div className={styles.wide}>
          <p className={styles.label} id="access-label">
            Who may work on it
          </p>
          <SegmentedControl
            size="xs"
            aria-labelledby="access-label"
            value={draft.access}
            onChange={(access) => set({ access: access as Draft['access'] })}
            data={[
              { value: 'invitation', label: 'Who has the link' },
              { value: 'open', label: 'Every worker of this service' },
            ]}
          />
        </div>
        <TextInput
          className={styles.wide}
          label="Callback URL"
          description="Whisker sends the events of this project there, signed. Leave it empty if you fetch results yourself."
          placeholder="https://"
          value={draft.callback_url ?? ''}
          onChange={({ currentTarget: { value } }) => set({ callback_url: value.trim() === '' ? null : value.trim() })}
          {...useField('/callback_url')}
        />
        <Checkbox
          className={styles.wide}
          label="Refuse pictures that are not of the type they claim"
          description="Otherwise a PNG that is sent as a JPEG is accepted, with a warning."
          checked={draft.strict_types}
          onChange={(event) => set({ strict_types: event.currentTarget.checked })}
        />
      </div>
    </Section>
  )
}
