import { z } from 'zod'

type Reading = { ok: true; iso: string } | { ok: false; detail: string }

const form = 'such as 2026-11-28T10:00:00Z, or a day such as 2026-11-28'

/**
 * A moment as people write it: ISO 8601 with a zone, or a day (UTC), which `begin`s or `end`s a range of time. A blank
 * before the zone is the `+` of an address that nobody escaped. Anything else is told by what is the matter with it.
 */
export function readMoment(text: string, edge: 'begin' | 'end'): Reading {
  const match = /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(\.\d{1,9})?)?([Zz]|[+\- ]\d\d:?\d\d)?)?$/.exec(
    text.trim(),
  )
  if (!match)
    return { ok: false, detail: /^\d{9,}(\.\d+)?$/.test(text) ? secondsAreNot(text) : `must be a moment ${form}.` }
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone] = match
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day))
    return { ok: false, detail: `There is no day ${year}-${month}-${day}.` }
  if (hour === undefined)
    return { ok: true, iso: edge === 'begin' ? date.toISOString() : `${year}-${month}-${day}T23:59:59.999Z` }
  if (zone === undefined)
    return {
      ok: false,
      detail: `has no time zone. Write Z (UTC) or an offset such as +01:00 behind it: ${text.trim()}Z.`,
    }
  const offset = zone.toUpperCase() === 'Z' ? 'Z' : zone.replace(' ', '+').replace(/^(.\d\d):?/, '$1:')
  const moment = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${fraction.slice(0, 4)}${offset}`)
  if (Number.isNaN(moment.getTime()))
    return { ok: false, detail: `There is no time ${text.slice(11).trim()} on a day.` }
  return { ok: true, iso: moment.toISOString() }
}

function secondsAreNot(text: string): string {
  const number = Number(text)
  const date = new Date(number > 1e11 ? number : number * 1000)
  if (Number.isNaN(date.getTime())) return `must be a moment ${form}.`
  const iso = date.toISOString().slice(0, 19)
  return `must be a moment ${form}. Perhaps ${iso}Z is meant.`
}

/** A moment that is asked with. `edge` is what a day stands for: where it begins, or its last millisecond. */
export function moment(edge: 'begin' | 'end') {
  return z
    .string()
    .max(100)
    .transform((text, context) => {
      const read = readMoment(text, edge)
      if (read.ok) return read.iso
      context.issues.push({ code: 'custom', input: text, message: read.detail.replace(/\.$/, '') })
      return z.NEVER
    })
    .meta({ description: `ISO 8601 with a time zone, or a day (UTC), which counts from its ${edge}` })
}
