import { displayForm } from '@whisker/api/display-form.ts'
import type { Join } from '@whisker/api/quality.ts'
import { foldText } from '@whisker/api/same-text.ts'
import { namesInTask, type Spelling } from './join-names.ts'
import type { Naming } from './naming.ts'
import { textKey } from './normalise-text.ts'
import { shownAs } from './shown-as.ts'

/** What was joined in one field of one item: every text that is not shown as it was typed. */
export function joinsOf(values: readonly (string | null)[], spelling: Spelling, naming: Naming): Join[] {
  const keys = values.map((value) => (value === null ? '' : naming.key(value)))
  const names = namesInTask(keys, spelling, naming)
  const joins = new Map<string, Join>()
  values.forEach((value, i) => {
    if (value === null || keys[i] === '') return
    const typed = displayForm(value)
    const known = joins.get(typed)
    if (known) known.answers++
    else {
      const name = shownAs(names[i]!, values, keys, names, naming)
      joins.set(typed, { typed, name, why: reasonOf(typed, name, spelling, naming), answers: 1 })
    }
  })
  return [...joins.values()].filter(({ typed, name }) => typed !== name)
}

function reasonOf(typed: string, name: string, spelling: Spelling, naming: Naming): Join['why'] {
  const key = naming.key(typed)
  if (key === naming.key(name)) {
    if (typed.toLowerCase() === name.toLowerCase()) return 'case'
    if (foldText(typed, naming.language) === foldText(name, naming.language)) return 'letters'
    // An unknown language keeps every mark.
    return textKey(typed, 'und') === textKey(name, 'und') ? 'letters' : 'marks'
  }
  if (naming.canonical.has(key)) return 'synonym'
  return (spelling.get(key) ?? key) === key ? 'words' : 'spelling'
}
