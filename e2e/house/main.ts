import { readFileSync, writeFileSync } from 'node:fs'
import { measureHouse } from './measure.ts'

/**
 * `npm run house`: what can be counted of the structure, beside what it was. It fails where a figure has become worse;
 * `npm run house -- --keep` makes today's figures the ones to keep, `--worst` names what makes them.
 */
const file = new URL('figures.json', import.meta.url)
const kept: Record<string, number> = JSON.parse(readFileSync(file, 'utf8'))
const figures = measureHouse()
const few = process.argv.includes('--worst') ? 12 : 0

for (const { name, value, worst, told } of figures) {
  const before = kept[name]
  const change = before === undefined || before === value ? '' : `  was ${before}`
  const verdict = change === '' || told ? '' : value > before! ? '  WORSE' : '  better'
  process.stdout.write(`${String(value).padStart(7)}  ${name}${change}${verdict}\n`)
  for (const one of worst.slice(0, few)) process.stdout.write(`             ${one}\n`)
}
if (process.argv.includes('--keep'))
  writeFileSync(
    file,
    `${JSON.stringify(Object.fromEntries(figures.map(({ name, value }) => [name, value])), null, 2)}\n`,
  )
else if (figures.some(({ name, value, told }) => !told && value > (kept[name] ?? Number.POSITIVE_INFINITY)))
  process.exitCode = 1
