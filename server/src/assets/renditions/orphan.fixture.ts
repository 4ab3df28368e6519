import { createRenditionPool } from './pool.ts'

// A server that is killed while its decoder works: prints the decoder's process id once it is busy.
const pool = createRenditionPool()
const path = process.argv[2]!
await pool.render({ path })
void pool.render({ path })
process.stdout.write(`${pool.processIds()[0]}\n`)
