import { z } from 'zod'

/**
 * True for text that PostgreSQL's `jsonb` and `text` can hold: no NUL and no lone surrogate. JSON parsing lets both
 * through, and the database refuses them, so an unchecked string turns bad input into a 500.
 */
export function isStorable(value: string): boolean {
  return value.isWellFormed() && !value.includes('\0')
}

/** Length in code points, which is what a person counts; `.length` counts an emoji twice. */
export function codePointLength(value: string): number {
  let count = 0
  for (const _ of value) count++
  return count
}

/** A string of at most `max` code points that can be stored. */
export function text(max: number) {
  return (
    z
      .string()
      // `.length` is at most twice the code points: the cheap test first, so that a megabyte is not walked.
      .refine((value) => value.length <= max * 2 && codePointLength(value) <= max, {
        error: `must be at most ${max} characters long`,
      })
      .refine(isStorable, { error: 'must not contain NUL characters or broken Unicode (lone surrogates)' })
      .meta({ maxLength: max })
  )
}

/** Like {@link text}, but something must be left of it after trimming. */
export function nonEmptyText(max: number) {
  return text(max)
    .refine((value) => value.trim() !== '', { error: 'must not be empty' })
    .meta({ minLength: 1, maxLength: max })
}

/**
 * An `http://` or `https://` address. Blanks, tabs and line ends are refused rather than dropped, as the parser of addresses
 * does: what is stored would not be what is called.
 */
export function webAddress(max: number) {
  return z
    .string()
    .max(max)
    .refine((value) => !blankOrControl.test(value), {
      error: 'must not have blanks, tabs or line breaks in it; check what was copied',
      abort: true,
    })
    .refine((value) => /^https?:\/\/./i.test(value) && URL.canParse(value), {
      error: 'must be an http:// or https:// address',
    })
    .meta({ format: 'uri' })
}

const blankOrControl = /[\s\p{C}]/u
