import { type Guard, guardNames, guards } from './guards.ts'
import { ridersSentence } from './inside/riders.ts'
import { control, planNames, plans, unguarded } from './plans.ts'
import { runRounds } from './rounds.ts'
import { seconds } from './trial.ts'

/**
 * `npm run faults`: every plan in full, and the control, which must show a loss. `npm run faults -- disk two` does these
 * two; `npm run faults -- --without open` turns a guard off, without a name one after the other. FAULT_SEED repeats the dice of a run.
 */
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1e6)
const [first, ...others] = process.argv.slice(2)
const isWithout = first === '--without'
const asked = isWithout ? others : process.argv.slice(2)
const known: string[] = isWithout ? guardNames : [...planNames, 'control']
const unknown = asked.filter((name) => !known.includes(name))
const print = (line: string) => process.stdout.write(`${line}\n`)
const isWanted = (name: string) => asked.length === 0 || asked.includes(name)

async function main(): Promise<number> {
  const sum = { rounds: 0, steps: 0, ok: 0, events: 0, faults: 0 }
  const begun = performance.now()
  print(`seed ${seed}`)
  for (const name of planNames.filter(isWanted)) {
    const plan = plans[name]
    if ('smallDisk' in plan && process.getuid?.() !== 0) {
      print(`${name}: left out, because only root can make a disk for it`)
      continue
    }
    const done = await runRounds({ ...plan, seed, roundMs: 1500, tell: (line) => print(`${name} ${line}`) })
    for (const fault of done.faults) print(fault)
    const { steps, ok, events, ms, faults, riders } = done
    print(
      `${name}: ${plan.harms.length} rounds, ${steps} steps, ${ok} acknowledged, ${events} events, ${faults.length} violations, ${seconds(ms)}`,
    )
    if (riders) print(`${name}: ${ridersSentence(riders)}`)
    sum.rounds += plan.harms.length
    for (const figure of ['steps', 'ok', 'events'] as const) sum[figure] += done[figure]
    sum.faults += faults.length
  }
  let seen = 1
  if (isWanted('control')) {
    seen = (await runRounds({ ...control, seed, roundMs: 3000 })).faults.length
    print(`control: ${seen} violations, ${seen > 0 ? 'as there must be' : 'but a loss must be seen'}`)
  }
  print(
    `seed ${seed}: ${sum.rounds} rounds, ${sum.steps} steps, ${sum.ok} acknowledged, ${sum.events} events, ${sum.faults} violations, ${seconds(performance.now() - begun)}`,
  )
  return sum.faults === 0 && seen > 0 ? 0 : 1
}

/** One guard after the other off: what it held off must be seen. */
async function withoutGuards(): Promise<number> {
  let unseen = 0
  for (const name of guardNames.filter(isWanted)) {
    const guard: Guard = guards[name]
    const { faults, ok, riders } = await runRounds({ ...unguarded, seed, edits: guard.edits, drops: guard.drops })
    const seen = faults.filter((fault) => guard.seen.test(fault))
    print(`without ${name} (${guard.for}): ${faults.length} violations among ${ok} acknowledged steps`)
    if (riders) print(`    ${ridersSentence(riders)}`)
    const told = new Set((seen.length > 0 ? seen : faults).map((fault) => fault.replace(/: .*/s, '')))
    for (const line of [...told].slice(0, 4)) print(`    ${line}`)
    if (seen.length === 0) {
      unseen++
      print('    NOT SEEN')
    }
  }
  return unseen === 0 ? 0 : 1
}

if (unknown.length > 0) {
  print(`There is no ${isWithout ? 'guard' : 'plan'} ${unknown.join(', ')}. Name some of: ${known.join(', ')}.`)
  process.exitCode = 2
} else process.exitCode = await (isWithout ? withoutGuards() : main())
