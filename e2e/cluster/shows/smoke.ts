import { pause } from '../../faults/ask.ts'
import { type Outcome, seconds, tryOut } from '../../faults/trial.ts'
import type { Cluster } from '../cluster.ts'
import { ExportFollower } from './exports.ts'
import { type ClusterHarmName, clusterHarms } from './harms.ts'
import { ExportReaders } from './readers.ts'
import { type Noticed, noticed } from './silence.ts'

export type Smoke = { outcome: Outcome; rounds: string[]; exports: string[] }

/** Takes, submits, skips, expiries and cancels on the whole of it, harm after harm; then the history against the rows. */
export async function smoke(
  cluster: Cluster,
  names: ClusterHarmName[],
  seed: number,
  tell: (line: string) => void,
): Promise<Smoke> {
  const rounds: string[] = []
  const follower = new ExportFollower()
  const readers = new ExportReaders()
  let before = await cluster.haproxy.counts()
  const outcome = await tryOut(cluster, {
    seed,
    projects: ['steady', 'moving', 'pictures'],
    roundMs: 3000,
    answersARound: 20,
    restMs: 500,
    triesAgain: 200,
    before: async (run) => follower.begin(run),
    finally: async (run, sql) => {
      const faults = await follower.end(run, sql)
      await readers.note(cluster.database)
      return faults
    },
    harms: names.map((name) => ({
      name,
      harm: async (...given) => {
        before = await cluster.haproxy.counts()
        await clusterHarms[name](...given)
      },
    })),
    seen: async (name, history, from) => {
      const back = history.now()
      // Who was refused in the last moment asks once more.
      await pause(2000)
      const seen = noticed(history, from, back)
      const counts = await cluster.haproxy.counts()
      const line = sentence(name, seen, counts.requests - before.requests, counts.errors - before.errors)
      await readers.note(cluster.database)
      rounds.push(line)
      tell(line)
    },
  })
  return { outcome, rounds, exports: [follower.sentence(), readers.sentence()] }
}

function sentence(
  name: string,
  { silentMs, open, healed, refused, givenUp, said }: Noticed,
  requests: number,
  errors: number,
) {
  const instead = said.map(([words, count]) => `${count} × ${words}`).join(', ')
  return [
    `${name}: no write was acknowledged for ${seconds(silentMs)}; of ${requests} requests ${errors} got 5xx.`,
    `${open} writes were left open (${instead || 'none'}): ${healed} were sent again and done, ${refused} sent again and refused, ${givenUp} sent again in vain.`,
  ].join(' ')
}
