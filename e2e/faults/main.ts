import { control, type PlanName, planNames, plans } from './plans.ts'
import { runRounds } from './rounds.ts'
import { seconds } from './trial.ts'

/**
 * `npm run faults`: every plan in full, and the control, which must show a loss. `npm run faults -- disk two` does these
 * two. FAULT_SEED repeats the dice of a run.
 */
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1e6)
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => name !== 'control' && !planNames.includes(name as PlanName))
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
    const { steps, ok, events, ms, faults } = done
    print(
      `${name}: ${plan.harms.length} rounds, ${steps} steps, ${ok} acknowledged, ${events} events, ${faults.length} violations, ${seconds(ms)}`,
    )
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

if (unknown.length > 0) {
  print(`There is no plan ${unknown.join(', ')}. Name some of: ${planNames.join(', ')}, control.`)
  process.exitCode = 2
} else process.exitCode = await main()
