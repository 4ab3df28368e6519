import { runRounds } from './rounds.ts'

/** `npm run faults`: 50 rounds of `kill -9` of the server, 20 of PostgreSQL, and the control, which must show a loss. */
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1e6)
const [servers = 50, databases = 20] = process.argv.slice(2).map(Number)
process.stdout.write(`seed ${seed}\n`)
const kills = [...Array<'server'>(servers).fill('server'), ...Array<'postgres'>(databases).fill('postgres')]
const { faults, steps, ok } = await runRounds({ kills, seed, roundMs: 1500 })
process.stdout.write(`${kills.length} rounds, ${steps} steps, ${ok} acknowledged, ${faults.length} violations\n`)
for (const fault of faults) process.stdout.write(`${fault}\n`)
const control = await runRounds({ kills: ['postgres'], seed, roundMs: 3000, careless: true })
process.stdout.write(`control: ${control.faults.length} violations, as there must be\n`)
process.exitCode = faults.length === 0 && control.faults.length > 0 ? 0 : 1
