import { changedKeys, type Keymap, readKeymap } from '../keys/keymap.ts'
import { chooseLanguage, isLanguage, type Language } from '../language/languages.ts'
import { emptyTally, type Tally } from './tally.ts'

// What this device remembers besides the typing. Nothing here is needed: without storage all is as on the first day.

export type Settings = {
  language: Language
  /** Enter sends from long texts too; Shift+Enter begins a new line. */
  enterSends: boolean
  /** A choice by pointer or finger is sent at once, when it is all that is asked; by key it always is. */
  sendOnChoose: boolean
  keymap: Keymap
}

const settingsKey = 'whisker-worker'
const tallyKey = 'whisker-tally'
const joinedKey = 'whisker-joined'
const readKey = 'whisker-read'

export function readSettings(wishes: readonly string[]): Settings {
  const stored = read(settingsKey)
  return {
    language: isLanguage(stored.language) ? stored.language : chooseLanguage(wishes),
    enterSends: stored.enterSends === true,
    sendOnChoose: stored.sendOnChoose === true,
    keymap: readKeymap(stored.keys),
  }
}

/** @param languageChosen false: the language goes on following the browser's. */
export function keepSettings({ language, keymap, ...rest }: Settings, languageChosen: boolean): void {
  const before = read(settingsKey).language
  write(settingsKey, { ...rest, keys: changedKeys(keymap), language: languageChosen ? language : before })
}

export function readTally(personId: string): Tally {
  const { personId: whose, days, seconds } = read(tallyKey)
  if (whose !== personId || typeof days !== 'object' || days === null || !Array.isArray(seconds))
    return emptyTally(personId)
  const counted = Object.entries(days).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1]))
  return { personId, days: Object.fromEntries(counted), seconds: seconds.filter(Number.isFinite) }
}

export function keepTally(tally: Tally): void {
  write(tallyKey, tally)
}

/** Whether somebody has worked in this browser before, and may hold tasks: asking costs a round trip. */
export function hasJoined(): boolean {
  return read(joinedKey).yes === true
}

export function noteJoined(): void {
  write(joinedKey, { yes: true })
}

/** Whether these very instructions of this version of the project have been shown. */
export function hasRead(projectId: number, mark: string): boolean {
  return read(readKey)[projectId] === mark
}

export function noteRead(projectId: number, mark: string): void {
  write(readKey, { ...read(readKey), [projectId]: mark })
}

/** Changes when the version or a word of the instructions does. FNV-1a: short, and no secret hangs on it. */
export function readingMark(version: number, text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return `${version}-${(hash >>> 0).toString(36)}`
}

/** At sign-out; how the page looks and which keys it takes stays, as that says nothing about the person. */
export function forgetPerson(): void {
  for (const key of [tallyKey, joinedKey, readKey]) {
    try {
      localStorage.removeItem(key)
    } catch {
      // No storage, nothing to forget.
    }
  }
}

function read(key: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value))
  } catch {
    // Full or refused: the setting holds until the page is left.
  }
}
