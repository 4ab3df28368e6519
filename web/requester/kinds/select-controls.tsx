import { Anchor, Select, Textarea } from '@mantine/core'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { isTree } from '@whisker/api/kinds/places.ts'
import { foldText } from '@whisker/api/same-text.ts'
import { useMemo, useState } from 'react'
import controls from '../controls/controls.module.css'
import { useField } from '../controls/faults.tsx'
import { OptionsProperty, shownOptions } from './choice-controls.tsx'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import { placesToText, textToPlaces } from './places-text.ts'
import { textOf } from './text-controls.tsx'

type Field = FieldOf<'select'>

export const selectControls: KindControls<Field> = { Properties, Correction }

/** Rows and lines know values and labels alone: what has more is edited as a tree, or it would lose the rest. */
function hasMore({ options }: Field): boolean {
  return isTree(options) || options.some(({ code, synonyms }) => code !== undefined || synonyms !== undefined)
}

function Properties(props: PropertiesProps<Field>) {
  const { field } = props
  const [asTree, setAsTree] = useState(false)
  if (asTree || hasMore(field)) return <PlaceLines {...props} />
  return (
    <div className={controls.wide}>
      <OptionsProperty {...props} />
      <Anchor component="button" type="button" size="xs" onClick={() => setAsTree(true)}>
        Edit as a tree or a table
      </Anchor>
    </div>
  )
}

function PlaceLines({ field, pointer, change }: PropertiesProps<Field>) {
  const [text, setText] = useState(() => placesToText(field.options))
  const { error, ...mark } = useField(`${pointer}/options`)
  return (
    <Textarea
      className={controls.wide}
      label="Options"
      description="One a line, further in than the one above it; “value = label” where people should read something else. Or a table with a header: value,label,parent,code,synonyms (with | between synonyms)."
      autosize
      minRows={6}
      maxRows={20}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value)
        change({ ...field, options: textToPlaces(event.currentTarget.value) })
      }}
      error={error}
      {...mark}
    />
  )
}

/** More are not drawn: typing finds them. */
const maxShown = 100

function Correction({ field, value, put, control }: CorrectionProps<Field>) {
  const names = useMemo(
    () =>
      new Map(
        field.options.map(({ value, label, code = '', synonyms = [] }) => [
          value,
          foldText([label || value, value, code, ...synonyms].join('\n')),
        ]),
      ),
    [field.options],
  )
  return (
    <Select
      {...control}
      searchable
      clearable
      data={shownOptions(field)}
      value={textOf(value) || null}
      onChange={put}
      limit={field.options.length > maxShown ? maxShown : Number.POSITIVE_INFINITY}
      filter={({ options, search }) =>
        options.filter((option) => 'value' in option && names.get(option.value)?.includes(foldText(search)))
      }
    />
  )
}
