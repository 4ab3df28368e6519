import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const rules = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8').replaceAll(/\s+/g, ' ')

test("C5 strangers' words have the direction of their own first strong letter, paragraph by paragraph, on both pages", () => {
  expect(rules('./base.css')).toContain('body * { unicode-bidi: plaintext; }')
  expect(rules('../worker/styles/base.css')).toMatch(/\[dir="auto"\], .*\{ unicode-bidi: plaintext; \}/)
  expect(rules('../worker/page.ts')).toContain("return { lang: language, dir: 'auto' }")
})
