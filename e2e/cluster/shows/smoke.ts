import { type Outcome, seconds, tryOut } from '../../faults/trial.ts'
import type { Cluster } from '../cluster.ts'
import { type ClusterHarmName, clusterHarms } from './harms.ts'
import { noticed } from './silence.ts'

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
    harms: names.map((name) => ({
      name,
      harm: async (...given) => {
        before = await cluster.haproxy.counts()
        await clusterHarms[name](...given)
      },
    })),
    seen: async (name, history, from) => {
      const { silentMs, open, healed } = noticed(history, from, history.now())
      const counts = await cluster.haproxy.counts()
      const requests = counts.requests - before.requests
      const errors = counts.errors - before.errors
      const line = `${name}: no write was acknowledged for ${seconds(silentMs)}; of ${requests} requests ${errors} got 5xx; ${healed} of ${open} open writes went through when sent again`
      rounds.push(line)
      tell(line)
    },
  })
  return { outcome, rounds }
}
