import { displayForm } from '@whisker/api/display-form.ts'
import type { Naming } from './naming.ts'

/**
 * How a name is shown in a task: as most people typed it there. Where all meant it in other words, by the requester's synonym, it
 * is shown as the requester wrote it: what the answers are worth to whoever said that a kitty counts as a cat.
 *
 * Of forms that are typed equally often the one that needs no folding is taken, then the first by alphabet: not by who came first.
 */
export function shownAs(
  name: string,
  values: readonly (string | null)[],
  keys: readonly string[],
  names: readonly string[],
  naming: Naming,
): string {
  const forms = new Map<string, number>()
  values.forEach((value, i) => {
    if (value === null || names[i] !== name || keys[i] !== name) return
    const form = displayForm(value)
    forms.set(form, (forms.get(form) ?? 0) + 1)
  })
  const [best] = [...forms].sort(
    ([a, often], [b, seldom]) => seldom - often || Number(b === name) - Number(a === name) || (a < b ? -1 : 1),
  )
  if (best) return best[0]
  const synonym = naming.synonyms.find(({ to }) => naming.key(to) === name)
  return synonym ? displayForm(synonym.to) : name
}
