import { plainerForms } from './head-noun.ts'
import type { Naming } from './naming.ts'
import type { FormCounts } from './spelling.ts'

/** Keys that are slips of another (findSlips), and names of their own, which mean themselves. */
export type Spelling = ReadonlyMap<string, string>

/**
 * The name of each of a task's keys, one an answer.
 *
 * Keys are joined by the requester's synonyms; where joining by meaning was asked for, also by spelling and by dropping plain
 * words, under three conditions: into a key that somebody gave for this very task (or that a synonym of one means), never a
 * key that two people gave, and never two that are to stay apart, nor by way of a third.
 */
export function namesInTask(keys: readonly string[], spelling: Spelling, naming: Naming): string[] {
  const { canonical, joining } = naming
  if (joining !== 'meaning') return keys.map((key) => canonical.get(key) ?? key)
  const counts = new Map<string, number>()
  for (const key of keys) if (key !== '') counts.set(key, (counts.get(key) ?? 0) + 1)
  const names = nameBoldly(counts, spelling, naming)
  return keys.map((key) => names.get(key) ?? key)
}

/** Distinct keys of a task beyond which it is no question for a name; joining looks at each beside each. */
const maxKeys = 100

function nameBoldly(counts: ReadonlyMap<string, number>, spelling: Spelling, naming: Naming): Map<string, string> {
  const { canonical, isApart } = naming
  const names = new Map<string, string>()
  const members = new Map<string, string[]>()
  for (const key of counts.keys()) {
    const name = canonical.get(key) ?? key
    names.set(key, name)
    members.set(name, [...(members.get(name) ?? []), key])
  }
  if (counts.size > maxKeys) return names
  // Longest first, so that what is joined to a name takes along what was joined to it before.
  const fromLongest = [...counts.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))
  for (const key of fromLongest) {
    if (canonical.has(key)) continue
    const target = meantBy(key, counts, members, spelling, naming)
    if (target === undefined) continue
    const [from, into] = [names.get(key)!, names.get(target) ?? target]
    if (from === into) continue
    const [moved, there] = [members.get(from)!, members.get(into) ?? []]
    if (moved.some((a) => isApart(a, into) || there.some((b) => isApart(a, b)))) continue
    for (const each of moved) names.set(each, into)
    members.set(into, [...there, ...moved])
    members.delete(from)
  }
  return names
}

/** The key of this task that another one of it means; undefined where it means itself. */
function meantBy(
  key: string,
  counts: ReadonlyMap<string, number>,
  members: ReadonlyMap<string, string[]>,
  spelling: Spelling,
  { language }: Naming,
): string | undefined {
  const spelled = spelling.get(key) ?? key
  const isName = counts.get(key)! > 1 || spelling.get(key) === key
  if (spelled !== key && !isName && counts.has(spelled)) return spelled
  let meant: string | undefined
  for (const { key: plainer, onlyArticles } of plainerForms(key, language))
    if ((counts.has(plainer) || members.has(plainer)) && (onlyArticles || !isName)) meant = plainer
  return meant
}

/**
 * Names with plain words that are names of their own in this project, such as "red panda": two people said so of one thing, or
 * on more tasks than not nobody said the plainer form. They mean themselves.
 */
export function nameOfTheirOwn(
  forms: ReadonlyMap<string, FormCounts>,
  { language }: Naming,
): [name: string, itself: string][] {
  const names: [string, string][] = []
  for (const [key, counts] of forms) {
    const plainer = plainerForms(key, language).flatMap((form) =>
      form.onlyArticles ? [] : (forms.get(form.key) ?? []),
    )
    if (plainer.length === 0) continue
    let [beside, alone, agreed] = [0, 0, false]
    for (const [task, count] of counts.byTask) {
      if (count > 1) agreed = true
      if (plainer.some(({ byTask }) => byTask.get(task) !== undefined)) beside++
      else alone++
    }
    if (agreed || alone > beside) names.push([key, key])
  }
  return names
}
