import { Checkbox, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core'
import { Section } from '../../../ui/page.tsx'
import styles from '../../controls/controls.module.css'
import { useField } from '../../controls/faults.tsx'
import type { Draft } from './draft.ts'
import { languageName } from './languages.ts'
import { Reach } from './reach.tsx'

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

const sures = [
  [0.9, 'Economy: 90 %'],
  [0.95, 'Normal: 95 %'],
  [0.99, 'Careful: 99 %'],
] as const

/** How the work is given out, and where results go. */
export function WorkSection({ draft, set }: Props) {
  const known = spans.some(([seconds]) => seconds === draft.assignment_seconds)
  const sureness = sures.some(([value]) => value === draft.confidence)
    ? sures
    : [[draft.confidence, `${Math.round(draft.confidence * 1000) / 10} %`] as const, ...sures]
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
          onChange={(value) => {
            const min_answers = value === '' ? 0 : Number(value)
            // A fixed number stays one.
            const fixed = draft.max_answers === draft.min_answers
            set({ min_answers, ...(fixed && { max_answers: min_answers }) })
          }}
          {...useField('/min_answers')}
        />
        <NumberInput
          label="At the most"
          description="More are asked only while the answers leave doubt."
          min={1}
          max={100}
          allowDecimal={false}
          clampBehavior="none"
          value={draft.max_answers ?? ''}
          placeholder={String(draft.min_answers)}
          onChange={(value) => set({ max_answers: value === '' ? 0 : Number(value) })}
          {...useField('/max_answers')}
        />
        <Select
          label="How sure"
          description="Below that, more people are asked, up to the maximum."
          data={sureness.map(([value, label]) => ({ value: String(value), label }))}
          value={String(draft.confidence)}
          onChange={(value) => value && set({ confidence: Number(value) })}
          {...useField('/confidence')}
        />
        <Reach draft={draft} />
        <Select
          label="Time for a task"
          description="After that it is offered to somebody else."
          data={offered.map(([seconds, label]) => ({ value: String(seconds), label }))}
          value={String(draft.assignment_seconds)}
          onChange={(value) => value && set({ assignment_seconds: Number(value) })}
          {...useField('/assignment_seconds')}
        />
        <NumberInput
          label="Skips before a review"
          description="A task that so many people have skipped, with no answer in between, waits for you. Empty: never."
          min={1}
          max={100}
          allowDecimal={false}
          value={draft.skips_for_review ?? ''}
          onChange={(value) => set({ skips_for_review: value === '' ? null : Number(value) })}
          {...useField('/skips_for_review')}
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
        <Checkbox
          className={styles.wide}
          label="Only people who know the language"
          description={`Who has not said that they know ${languageName(draft.language)} is told how to.`}
          checked={draft.require_language}
          onChange={(event) => set({ require_language: event.currentTarget.checked })}
        />
        <NumberInput
          label="Least skill"
          description="Shown by gold in your other projects, from five gold answers on. Empty: anybody."
          suffix=" %"
          min={1}
          max={99}
          clampBehavior="none"
          value={draft.min_skill === null ? '' : Math.round(draft.min_skill * 1000) / 10}
          onChange={(value) => set({ min_skill: value === '' ? null : Number(value) / 100 })}
          {...useField('/min_skill')}
        />
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
