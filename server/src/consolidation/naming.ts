import { displayForm } from '@whisker/api/display-form.ts'
import type { Joining } from '@whisker/api/fields.ts'
import type { FieldKind } from '@whisker/api/kinds/kind.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import { baseOf, textKey } from './normalise-text.ts'
import { type Apart, followSynonyms, type Synonym } from './synonyms.ts'

/** How a project's texts are read, as its row says it. */
export type NamingSettings = {
  language: string
  synonyms: readonly Synonym[]
  apart: readonly Apart[]
  /** By name of the field; what is not there is `letters`. */
  joining: Readonly<Record<string, Joining>>
}

/** How the texts of one field are read: the one owner of "these two are the same answer". */
export type Naming = {
  /** First subtag of the project's language. */
  language: string
  joining: Joining
  /** What was typed -> its key; '' is no answer. Idempotent. */
  key: (text: string) => string
  /** Keys that the requester's synonyms give another meaning. */
  canonical: ReadonlyMap<string, string>
  /** Has the requester said that these keys are not the same? */
  isApart: (a: string, b: string) => boolean
  synonyms: readonly Synonym[]
}

type NamedField = { name: string; type: FieldKind }
export type ProjectNaming = { of: (field: NamedField) => Naming }

/** The settings of a project seldom change, and a submit reads them each time. */
const maxRemembered = 200
const remembered = new Map<string, ProjectNaming>()

export function namingOf(settings: NamingSettings): ProjectNaming {
  const { language, synonyms, apart, joining } = settings
  const about = JSON.stringify([language, synonyms, apart, joining])
  const known = remembered.get(about)
  if (known) return known
  const byJoining = new Map<Joining, Naming>()
  const naming: ProjectNaming = {
    of(field) {
      const how = joiningOf(field, joining)
      const own = byJoining.get(how) ?? nameBy(how, settings)
      byJoining.set(how, own)
      return own
    },
  }
  if (remembered.size >= maxRemembered) remembered.clear()
  remembered.set(about, naming)
  return naming
}

function joiningOf({ name, type }: NamedField, joining: NamingSettings['joining']): Joining {
  const asked = Object.hasOwn(joining, name) ? joining[name]! : 'letters'
  return kindOf({ type }).joinings.includes(asked) ? asked : 'letters'
}

/** What a text means whatever else was said of its item. */
export function nameOf(text: string, { key, canonical }: Naming): string {
  return canonical.get(key(text)) ?? key(text)
}

export function nameBy(joining: Joining, settings: Omit<NamingSettings, 'joining'>): Naming {
  const { language, synonyms, apart } = settings
  const ordinary = joining === 'exact' ? displayForm : (text: string) => textKey(text, language)
  const exceptions = exceptionsOf(apart, ordinary)
  const key = exceptions.size === 0 ? ordinary : (text: string) => exceptions.get(displayForm(text)) ?? ordinary(text)
  const pairs = apart.map(([a, b]) => [key(a), key(b)] as const)
  const together = new Set(pairs.flatMap(([a, b]) => [`${a}\n${b}`, `${b}\n${a}`]))
  return {
    ...{ language: baseOf(language), joining, key, synonyms },
    canonical: followSynonyms(synonyms, key, pairs),
    isApart: (a, b) => together.size > 0 && together.has(`${a}\n${b}`),
  }
}

/**
 * Two forms of one key that are to stay apart ("Polish", "polish") are their own keys: all that is exactly so is one answer,
 * and the forms that nobody spoke of keep the ordinary key.
 */
function exceptionsOf(apart: readonly Apart[], ordinary: (text: string) => string): Map<string, string> {
  const exceptions = new Map<string, string>()
  for (const [a, b] of apart) {
    if (ordinary(a) !== ordinary(b)) continue
    for (const form of [displayForm(a), displayForm(b)]) exceptions.set(form, form)
  }
  return exceptions
}
