import type { ChoiceField } from './choice.ts'
import type { PropertiesProps } from './kind.ts'
import { OptionsEditor } from './options-editor.tsx'

export function OptionsProperty({ field, pointer, change }: PropertiesProps<ChoiceField>) {
  return <OptionsEditor options={field.options} pointer={pointer} change={(options) => change({ ...field, options })} />
}

/** The options as a control shows them. */
export function shownOptions({ options }: ChoiceField) {
  return options.map((option) => ({ value: option.value, label: option.label || option.value }))
}
