import { createRenditionPool } from './pool.ts'

// A server that is killed while its decoder works: prints the decoder's process id once it is busy.
const [small, slow] = process.argv.slice(2)
const pool = createRenditionPool({ nice: 0 })
await pool.render({ path: small! })
void pool.render({ path: slow! })
process.stdout.write(`${pool.processIds()[0]}\n`)
