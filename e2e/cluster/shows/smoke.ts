import { type Outcome, seconds, tryOut } from '../../faults/trial.ts'
import type { Cluster } from '../cluster.ts'
import { type ClusterHarmName, clusterHarms } from './harms.ts'
import { type Noticed, noticed } from './silence.ts'

export type Smoke = { outcome: Outcome; rounds: string[] }

/** Takes, submits, skips, expiries and cancels on the whole of it, harm after harm; then the history against the rows. */
export async function smoke(
  cluster: Cluster,
  names: ClusterHarmName[],
  seed: number,
  tell: (line: string) => void,
): Promise<Smoke> {
  const rounds: string[] = []
  let before = await cluster.haproxy.counts()
  const outcome = await tryOut(cluster, {
    seed,
    projects: ['steady', 'moving', 'pictures'],
    roundMs: 3000,
    answersARound: 20,
    restMs: 500,
    harms: names.map((name) => ({
      name,
      harm: async (...given) => {
        before = await cluster.haproxy.counts()
        await clusterHarms[name](...given)
      },
    })),
    seen: async (name, history, from) => {
      const seen = noticed(history, from, history.now())
      const counts = await cluster.haproxy.counts()
      const line = sentence(name, seen, counts.requests - before.requests, counts.errors - before.errors)
      rounds.push(line)
      tell(line)
    },
  })
  return { outcome, rounds }
}

function sentence(name: string, { silentMs, open, healed, givenUp, said }: Noticed, requests: number, errors: number) {
  const instead = said.map(([words, count]) => `${count} × ${words}`).join(', ')
  return [
    `${name}: no write was acknowledged for ${seconds(silentMs)}; of ${requests} requests ${errors} got 5xx.`,
    `${open} writes were left open (${instead || 'none'}): ${healed} were sent again and done, ${givenUp} were sent again in vain.`,
  ].join(' ')
}
