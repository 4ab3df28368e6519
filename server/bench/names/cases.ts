import { seededRandom } from '../../src/consolidation/simulate-crowd.ts'
import { damerauWithin } from '../../src/consolidation/spelling.ts'
import { animalsOf } from './animals.ts'

/** One task: what was typed, and whether its first and last text are the same answer. */
export type Case = { kind: string; same: boolean; texts: string[] }
/** `ground`: the tasks that nobody asks about, which make the names of the project known. */
export type Project = { language: string; ground: string[][]; cases: Case[] }

/** How often each animal is said by three people who agree. */
const timesAsked = 5
/** Words that are put before a name, or behind it, and leave the animal what it is. */
const plainWords: Record<string, [before: string, behind: string][]> = {
  en: [
    ['black ', ''],
    ['a ', ''],
    ['small ', ''],
  ],
  de: [
    ['schwarze ', ''],
    ['ein ', ''],
    ['kleiner ', ''],
  ],
  es: [
    ['', ' negro'],
    ['un ', ''],
    ['pequeño ', ''],
  ],
  pt: [
    ['', ' preto'],
    ['um ', ''],
    ['pequeno ', ''],
  ],
  fr: [
    ['', ' noir'],
    ['un ', ''],
    ['petit ', ''],
  ],
  sv: [
    ['svart ', ''],
    ['en ', ''],
    ['liten ', ''],
  ],
  vi: [
    ['', ' đen'],
    ['con ', ''],
    ['', ' nhỏ'],
  ],
  tr: [
    ['siyah ', ''],
    ['bir ', ''],
    ['küçük ', ''],
  ],
}
/** Words that make of a name something else. */
const otherThings: Record<string, [before: string, behind: string][]> = {
  en: [
    ['not a ', ''],
    ['no ', ''],
    ['2 ', 's'],
    ['toy ', ''],
    ['', ' food'],
    ['sea ', ''],
  ],
  de: [
    ['keine ', ''],
    ['nicht ', ''],
    ['2 ', ''],
    ['See-', ''],
    ['', ' aus Holz'],
  ],
  es: [
    ['no es ', ''],
    ['ningún ', ''],
    ['2 ', 's'],
    ['', ' de peluche'],
    ['', ' de mar'],
  ],
  pt: [
    ['não é ', ''],
    ['nenhum ', ''],
    ['2 ', 's'],
    ['', ' de pelúcia'],
    ['', ' do mar'],
  ],
  fr: [
    ['pas de ', ''],
    ['aucun ', ''],
    ['2 ', 's'],
    ['', ' en peluche'],
    ['', ' de mer'],
  ],
  sv: [
    ['ingen ', ''],
    ['inte ', ''],
    ['2 ', ''],
    ['leksaks ', ''],
  ],
  vi: [
    ['không phải ', ''],
    ['2 ', ''],
    ['', ' biển'],
    ['', ' giả'],
  ],
  tr: [
    ['', ' değil'],
    ['2 ', ''],
    ['deniz ', ''],
    ['oyuncak ', ''],
  ],
}

/**
 * A project of one language: every animal is known, and each case is one task in which two people say an animal and a third
 * says it in another way, or says another animal. `rare`: half of the animals are known, and of the others each is said once,
 * beside one that it looks like: the hardest to keep apart.
 */
export function casesOf(language: string, seed = 1): { known: Project; rare: Project } {
  const random = seededRandom(seed)
  const names = animalsOf(language)
  const ground = (all: string[]) => all.flatMap((name) => Array.from({ length: timesAsked }, () => [name, name, name]))
  const near = names.flatMap((a) => names.flatMap((b) => (a !== b && looksLike(a, b) ? [[a, b] as const] : [])))
  const spelled = names.flatMap((name) => variants(name, language, names, random))
  const apart = near.map(([a, b]): Case => ({ kind: 'another animal', same: false, texts: [a, a, b] }))
  const other = names.flatMap((name, i) => {
    const [before, behind] = otherThings[language]![i % otherThings[language]!.length]!
    return { kind: 'not, no, 2, sea, toy', same: false, texts: [name, name, `${before}${name}${behind}`] }
  })
  const strange = new Set(names.filter((_, i) => i % 2 === 1))
  const lone = near.filter(([a, b]) => !strange.has(a) && strange.has(b))
  const once = new Map(lone.map(([a, b]) => [b, a]))
  return {
    known: { language, ground: ground(names), cases: [...spelled, ...apart, ...other] },
    rare: {
      language,
      ground: ground(names.filter((name) => !strange.has(name))),
      cases: [...once].map(([b, a]) => ({ kind: 'another animal, said once', same: false, texts: [a, a, b] })),
    },
  }
}

function variants(name: string, language: string, names: readonly string[], random: () => number): Case[] {
  const capital = (text: string) => text.charAt(0).toLocaleUpperCase(language) + text.slice(1)
  const [before, behind] = plainWords[language]![Math.floor(random() * plainWords[language]!.length)]!
  const bare = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll('đ', 'd')
    .replaceAll('ı', 'i')
    .replaceAll('œ', 'oe')
  const slip = slipOf(name, random)
  const texts: [kind: string, text: string | null][] = [
    ['case', random() < 0.5 ? name.toLocaleUpperCase(language) : capital(name)],
    ['space, punctuation', [` ${name}`, `${name}.`, `"${name}"`, `${name} !`][Math.floor(random() * 4)]!],
    ['Unicode form, width', name.normalize('NFD').replace(/[a-z]/g, wide)],
    ['marks left out', bare],
    ['slip', slip],
    ['plain word', `${before}${name}${behind}`],
  ]
  // What is another animal by chance is no other way to say this one.
  const others = new Set(names)
  return texts.flatMap(([kind, text]) =>
    text === null || text === name || others.has(text) ? [] : [{ kind, same: true, texts: [name, name, text] }],
  )
}

function wide(letter: string): string {
  return String.fromCharCode(letter.charCodeAt(0) + 0xfee0)
}

/** One slip: two letters swapped, one left out, doubled or hit beside. In the first letter once in thirty. */
function slipOf(name: string, random: () => number): string | null {
  const letters = [...name]
  if (letters.length < 4) return null
  const at = random() < 1 / 30 ? 0 : 1 + Math.floor(random() * (letters.length - 2))
  const kind = Math.floor(random() * 4)
  const beside = 'abcdefghijklmnoprstuvyz'[Math.floor(random() * 23)]!
  if (kind === 0) letters.splice(at, 2, letters[at + 1]!, letters[at]!)
  else if (kind === 1) letters.splice(at, 1)
  else if (kind === 2) letters.splice(at, 0, letters[at]!)
  else letters[at] = beside
  return letters.join('')
}

/** One or two letters apart, apart by marks alone, or the one with more words than the other. */
function looksLike(a: string, b: string): boolean {
  const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '')
  if (bare(a) === bare(b) || ` ${a} `.includes(` ${b} `) || ` ${b} `.includes(` ${a} `)) return true
  return damerauWithin(a, b, Math.min(a.length, b.length) >= 9 ? 2 : 1)
}
