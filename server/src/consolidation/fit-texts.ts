import { knownOf } from './gold.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import type { NamedTexts } from './name-texts.ts'
import type { Naming } from './naming.ts'
import { fitOneCoin, type OneCoin } from './one-coin.ts'
import { type SynonymSuggestion, suggestSynonyms } from './suggest-synonyms.ts'

/** Below this many answers workers cannot be told apart, and all get the crowd's accuracy. */
export const answersToTellWorkersApart = 200
/** Open questions have more names than were ever said; an error may fall on at least so many. */
export const minNames = 10

/** The workers' coins, the agreement and the suggestions that named texts give; the names of gold measure the workers. */
export function fitTexts(
  named: NamedTexts,
  naming: Naming,
): { model: OneCoin; alpha: number | null; suggestions: SynonymSuggestion[] } {
  const { answers, names, known } = named
  const tooFew = answers.label.length < answersToTellWorkersApart
  const classes = Math.max(minNames, names.length + 1)
  return {
    model: fitOneCoin(answers, knownOf(answers, known), tooFew ? 0 : undefined, classes),
    alpha: krippendorffAlpha(answers.start, answers.label, 'nominal'),
    suggestions: suggestSynonyms(named, naming),
  }
}
