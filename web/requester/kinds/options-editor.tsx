import { ActionIcon, Anchor, Button, Textarea, TextInput } from '@mantine/core'
import type { Option } from '@whisker/api/fields.ts'
import { type ClipboardEvent, useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { moved } from '../../ui/moved.ts'
import { Sortable } from '../../ui/sortable.tsx'
import controls from '../controls/controls.module.css'
import { useField } from '../controls/faults.tsx'
import styles from './options-editor.module.css'
import { optionsToText, textToOptions } from './options-text.ts'

/** More rows than this are slow to draw and tiresome to read: long lists are edited as lines of text. */
const maxRows = 40

type Props = { options: Option[]; pointer: string; change: (options: Option[]) => void }

export function OptionsEditor({ options, pointer, change }: Props) {
  const [asText, setAsText] = useState(options.length > maxRows)
  const { error } = useField(`${pointer}/options`)
  return (
    <div className={controls.wide}>
      <div className={styles.labelLine}>
        <span>Options</span>
        {options.length <= maxRows && (
          <Anchor component="button" type="button" size="xs" onClick={() => setAsText(!asText)}>
            {asText ? 'Edit as rows' : 'Edit as text'}
          </Anchor>
        )}
      </div>
      {asText ? (
        <OptionLines options={options} pointer={pointer} change={change} />
      ) : (
        <OptionRows options={options} pointer={pointer} change={change} />
      )}
      {error && <p className={styles.error}>{error}</p>}
    </div>
  )
}

function OptionRows({ options, pointer, change }: Props) {
  const add = () => change([...options, { value: '', label: '' }])
  // Several lines pasted into one row are several options.
  const paste = (event: ClipboardEvent, at: number) => {
    const text = event.clipboardData.getData('text')
    if (!/\S\s*\n\s*\S/.test(text)) return
    event.preventDefault()
    change(options.toSpliced(at, options[at]?.value ? 0 : 1, ...textToOptions(text)).slice(0, 500))
  }
  return (
    <>
      <p className={controls.hint}>The value is what you get; the label is what people read, if it should differ.</p>
      <Sortable
        items={options}
        keyOf={(_, at) => at}
        nameOf={(option, at) => option.value || `option ${at + 1}`}
        move={(from, to) => change(moved(options, from, to))}
        render={(option, at, handle) => (
          <div className={styles.option}>
            {handle}
            <OptionInputs
              option={option}
              at={at}
              pointer={`${pointer}/options/${at}`}
              change={(next) => change(options.with(at, next))}
              paste={(event) => paste(event, at)}
              enter={add}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove option ${at + 1}`}
              disabled={options.length === 1}
              onClick={() => change(options.toSpliced(at, 1))}
            >
              <Icon name="close" size={14} />
            </ActionIcon>
          </div>
        )}
      />
      <Button
        className={controls.add}
        variant="subtle"
        size="xs"
        leftSection={<Icon name="plus" size={14} />}
        disabled={options.length >= 500}
        onClick={add}
      >
        Add an option
      </Button>
    </>
  )
}

function OptionInputs(props: {
  option: Option
  at: number
  pointer: string
  change: (option: Option) => void
  paste: (event: ClipboardEvent) => void
  enter: () => void
}) {
  const { option, at, pointer, change } = props
  return (
    <>
      <TextInput
        className={styles.optionInput}
        aria-label={`Value of option ${at + 1}`}
        placeholder="Value"
        value={option.value}
        onPaste={props.paste}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          props.enter()
        }}
        onChange={(event) => change({ ...option, value: event.currentTarget.value })}
        autoFocus={option.value === '' && at > 0}
        {...useField(`${pointer}/value`)}
      />
      <TextInput
        className={styles.optionInput}
        aria-label={`Label of option ${at + 1}`}
        placeholder={option.value || 'Label'}
        value={option.label}
        onChange={(event) => change({ ...option, label: event.currentTarget.value })}
        {...useField(`${pointer}/label`)}
      />
    </>
  )
}

/** Options as text, one a line. `pointer` is theirs. */
export function OptionLines({ options, pointer, change, label }: Props & { label?: string }) {
  const [text, setText] = useState(optionsToText(options))
  const { error, ...mark } = useField(pointer)
  return (
    <Textarea
      label={label}
      aria-label={label ? undefined : 'Options, one a line'}
      description="One a line; “value = label” where people should read something else."
      autosize
      minRows={4}
      maxRows={16}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        change(textToOptions(event.currentTarget.value))
      }}
      error={error}
      {...mark}
    />
  )
}
