import { makeCareless } from '../../faults/rounds.ts'
import { tryOut } from '../../faults/trial.ts'
import type { Cluster } from '../cluster.ts'
import { clusterHarms } from './harms.ts'

/**
 * The control: a primary that acknowledges before anything is written or has reached the standby dies, and another takes its place.
 *
 * @returns what is seen to be lost
 */
export async function control(cluster: Cluster, seed: number): Promise<string[]> {
  const name = 'PostgreSQL of the primary is killed'
  const { faults } = await tryOut(cluster, {
    seed,
    careless: true,
    projects: ['steady'],
    roundMs: 8000,
    before: () => makeCareless(cluster.database.open()),
    harms: [{ name, harm: clusterHarms[name] }],
  })
  return faults
}
