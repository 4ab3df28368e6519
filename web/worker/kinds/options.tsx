/** @jsxImportSource preact */
import type { Option, OutputField } from '@whisker/api/fields.ts'
import { KeyCap } from '../keys/key-cap.tsx'
import { describedBy } from './frame.tsx'
import type { ControlProps, DraftValue } from './kind.ts'
import { plain, plainWords } from './plain.ts'

/** A field whose choices the requester has written down. */
type WithOptions = Extract<OutputField, { options: Option[] }>

/** What is the same for all of them: a value is shown by its label, also where it is one of several. */
export const withOptions = {
  ...plain,
  words({ options }: WithOptions, value: DraftValue, language: string): string {
    const label = (chosen: string) => options.find((option) => option.value === chosen)?.label || chosen
    if (typeof value === 'string') return label(value)
    return plainWords(Array.isArray(value) ? (value as string[]).map(label) : value, language)
  },
}

export function optionCount({ options }: WithOptions): number {
  return options.length
}

export function optionValue({ options }: WithOptions, index: number): string {
  return options[index]?.value ?? ''
}

/** What is read where the option stands. */
export function optionText({ label, value }: Option): string {
  return label || value
}

type RowsProps = ControlProps<WithOptions> & {
  /** The browser's own control: for one of several, or for several. */
  of: 'radio' | 'checkbox'
  isChosen(option: string): boolean
  /** It cannot be chosen now. */
  isOff?(option: string): boolean
}

/** Labels up to this long stand side by side. */
const shortLabel = 12

/** Each option a whole row to hit, with its key. */
export function OptionRows({ of, field, id, isChosen, isOff, active, fault, keys, content, onPick }: RowsProps) {
  const short = field.options.length > 2 && field.options.every((option) => optionText(option).length <= shortLabel)
  return (
    <div class="options" data-columns={short ? 2 : 1}>
      {field.options.map((option, index) => (
        <label class="option" key={option.value}>
          <input
            type={of}
            name={id}
            checked={isChosen(option.value)}
            disabled={isOff?.(option.value)}
            aria-keyshortcuts={active ? keys[index] : undefined}
            aria-describedby={describedBy(field, id, fault)}
            onChange={() => onPick(index)}
          />
          <span class="option-text" {...content}>
            {optionText(option)}
          </span>
          <KeyCap of={keys[index]} />
        </label>
      ))}
    </div>
  )
}
