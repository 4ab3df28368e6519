import { knownOf } from './gold.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import type { NamedTexts } from './name-texts.ts'
import { displayForm, textKey } from './normalise-text.ts'
import { fitOneCoin, type OneCoin } from './one-coin.ts'
import { type SynonymSuggestion, suggestSynonyms } from './suggest-synonyms.ts'
import type { Synonym } from './synonyms.ts'

/** Below this many answers workers cannot be told apart, and all get the crowd's accuracy. */
export const ANSWERS_TO_TELL_WORKERS_APART = 200
/** The class of a gold value that nobody gave: above every class that was said, as they are numbered from 0. */
export const UNSAID = 0x7fffffff
/** Open questions have more names than were ever said; an error may fall on at least so many. */
export const LEAST_NAMES = 10

/** The workers' coins, the agreement and the suggestions that named texts give; the names of gold measure the workers. */
export function fitTexts(
  named: NamedTexts,
  canonical: ReadonlyMap<string, string>,
  gold: ReadonlyMap<number, string>,
): { model: OneCoin; alpha: number | null; suggestions: SynonymSuggestion[] } {
  const { answers, names, spelling } = named
  const known = new Int32Array(answers.tasks).fill(-1)
  if (gold.size > 0) {
    const ids = new Map(names.map((name, id) => [name, id]))
    for (const [task, text] of gold) {
      const key = textKey(text)
      const spelled = spelling.get(key) ?? key
      known[task] = ids.get(canonical.get(spelled) ?? spelled) ?? UNSAID
    }
  }
  const tooFew = answers.label.length < ANSWERS_TO_TELL_WORKERS_APART
  const classes = Math.max(LEAST_NAMES, names.length + 1)
  return {
    model: fitOneCoin(answers, knownOf(answers, known), tooFew ? 0 : undefined, classes),
    alpha: krippendorffAlpha(answers.start, answers.label, 'nominal'),
    suggestions: suggestSynonyms(named),
  }
}

/**
 * How a name is shown in a task: as most people typed it there; where everyone meant it in other words, as most typed it
 * anywhere, or as the requester wrote it in the synonym.
 */
export function displayForms(
  answers: { task: ArrayLike<number> },
  typed: readonly string[],
  keys: readonly string[],
  names: readonly string[],
  synonyms: readonly Synonym[],
): (task: number, name: string) => string {
  const inTask = new Map<string, Map<string, number>>()
  const anywhere = new Map<string, Map<string, number>>()
  typed.forEach((form, i) => {
    if (keys[i] !== names[i]) return
    addForm(inTask, `${answers.task[i]} ${names[i]}`, form)
    addForm(anywhere, names[i]!, form)
  })
  for (const { to } of synonyms) if (!anywhere.has(textKey(to))) addForm(anywhere, textKey(to), displayForm(to))
  return (task, name) => mostTyped(inTask.get(`${task} ${name}`) ?? anywhere.get(name)) ?? name
}

function addForm(forms: Map<string, Map<string, number>>, name: string, form: string): void {
  const counts = forms.get(name) ?? new Map<string, number>()
  forms.set(name, counts)
  counts.set(form, (counts.get(form) ?? 0) + 1)
}

function mostTyped(counts: Map<string, number> | undefined): string | undefined {
  let best: string | undefined
  let most = 0
  for (const [form, count] of counts ?? []) if (count > most) [best, most] = [form, count]
  return best
}
