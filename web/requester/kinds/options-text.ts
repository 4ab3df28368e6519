import type { Option } from '@whisker/api/fields.ts'

/**
 * Options as lines that can be typed and pasted: `value`, or `value = what workers read`. A value with ` = ` in it
 * cannot be written this way and is left to the rows.
 */
export function optionsToText(options: readonly Option[]): string {
  return options.map(({ value, label }) => (label ? `${value} = ${label}` : value)).join('\n')
}

export function textToOptions(text: string): Option[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf(' = ')
      return at < 1 ? { value: line, label: '' } : { value: line.slice(0, at).trim(), label: line.slice(at + 3).trim() }
    })
}
