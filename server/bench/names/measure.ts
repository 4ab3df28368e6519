import { animals } from './animals.ts'
import { type Case, casesOf, type Project } from './cases.ts'

/** Gives every text of every task its name, having seen them all. */
export type Namer = (tasks: string[][], language: string) => string[][]

export type Joined = { kind: string; same: boolean; cases: number; joined: number }

/** Of each kind of case, how often the first and the last text became one name. */
export function measureJoins(namer: Namer, language: string): Joined[] {
  const { known, rare } = casesOf(language)
  const joined = new Map<string, Joined>()
  for (const project of [known, rare]) {
    namesOfCases(namer, project).forEach(({ texts, kind, same }) => {
      const count = joined.get(kind) ?? { kind, same, cases: 0, joined: 0 }
      joined.set(kind, count)
      count.cases++
      if (texts[0] === texts.at(-1)) count.joined++
    })
  }
  return [...joined.values()]
}

function namesOfCases(namer: Namer, { language, ground, cases }: Project): Case[] {
  const names = namer([...ground, ...cases.map(({ texts }) => texts)], language)
  return cases.map((each, i) => ({ ...each, texts: names[ground.length + i]! }))
}

/**
 * The rule before (marks dropped in every language, slips and head nouns joined unasked), measured by the same cases: right 100 %
 * of case, punctuation, width and marks left out, 84.4 % of slips, 70.8 % of plain words; WRONG 38.7 % of other animals, 73.2 % of
 * those said once, and 61.0 % of "not a cat", "2 cats", "sea cat". Now `letters` joins none of the wrong ones, and neither does
 * `meaning`, which keeps 63.6 % of the slips. The plain words of the cases are on the lists of plain-words.ts: those of other
 * people are not all.
 *
 * Prints a line for each kind, a column for each namer, over all languages; then language by language.
 */
export function printJoins(namers: Record<string, Namer>): void {
  const languages = Object.keys(animals)
  const measured = Object.entries(namers).map(([name, namer]) => {
    return { name, byLanguage: languages.map((language) => measureJoins(namer, language)) }
  })
  const kinds = [...new Set(measured[0]!.byLanguage.flat().map(({ kind }) => kind))]
  const total = (rows: Joined[]) => ({
    cases: rows.reduce((sum, { cases }) => sum + cases, 0),
    joined: rows.reduce((sum, { joined }) => sum + joined, 0),
  })
  console.log(`\nnames of animals in ${languages.join(', ')}: joined to the name that two others typed`)
  console.log(`  ${''.padEnd(28)}${'cases'.padStart(7)}${measured.map(({ name }) => name.padStart(18)).join('')}`)
  for (const kind of kinds) {
    const own = measured.map(({ byLanguage }) => byLanguage.flat().filter((each) => each.kind === kind))
    const shown = own.map((rows) => {
      const { cases, joined } = total(rows)
      return `${joined} (${((100 * joined) / cases).toFixed(1)} %)`.padStart(18)
    })
    const verdict = own[0]![0]!.same ? 'right: ' : 'WRONG: '
    console.log(`  ${(verdict + kind).padEnd(34)}${String(total(own[0]!).cases).padStart(6)}${shown.join('')}`)
  }
  for (const [i, language] of languages.entries()) {
    const shown = measured.map(({ name, byLanguage }) => {
      const right = total(byLanguage[i]!.filter(({ same }) => same))
      const wrong = total(byLanguage[i]!.filter(({ same }) => !same))
      return `${name} ${right.joined} of ${right.cases} right, ${wrong.joined} of ${wrong.cases} wrong`
    })
    console.log(`  ${language}: ${shown.join('; ')}`)
  }
}
