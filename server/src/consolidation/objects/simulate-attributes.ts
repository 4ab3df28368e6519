import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import { seededRandom } from '../simulate-crowd.ts'

export const poses = ['standing', 'moving', 'eating', 'lying']

/** Which poses look alike: a mistake falls there seven times of ten. */
const alike = [1, 0, 3, 2]

/** What is asked of each box: a pose, and a tick. */
export const attributes = [
  { name: 'pose', type: 'radio' as const, required: true, options: poses.map((value) => ({ value })) },
  { name: 'hurt', type: 'checkbox' as const, required: false, options: [{ value: 'yes' }] },
]

/**
 * What people say of a box besides where it is, made up from a seed: a worker takes 5 to 35 % of the poses for another one, mostly for the
 * one that looks alike, overlooks 5 to 40 % of what is hurt (two of ten) and sees it in 1 to 8 % of the others; lazy ones always say
 * the same.
 */
export function attributesOfCrowd(seed: number, isLazy: readonly boolean[]) {
  const random = seededRandom(seed)
  const between = (from: number, to: number) => from + (to - from) * random()
  const people = isLazy.map((lazy) => ({
    lazy,
    misreads: between(0.05, 0.35),
    overlooks: between(0.05, 0.4),
    imagines: between(0.01, 0.08),
  }))
  const valuesOf = (pose: number, isHurt: boolean): SmallValues => ({
    pose: poses[pose]!,
    ...(isHurt && { hurt: ['yes'] }),
  })
  const right = () => valuesOf(Math.floor(random() * poses.length), random() < 0.2)
  return {
    right,
    said(worker: number, truth: SmallValues | undefined): SmallValues {
      const { lazy, misreads, overlooks, imagines } = people[worker]!
      if (lazy) return valuesOf(0, false)
      if (!truth) return right()
      const pose = poses.indexOf(String(truth.pose))
      const other = random() < 0.7 ? alike[pose]! : Math.floor(random() * poses.length)
      const isHurt = random() < (truth.hurt === undefined ? imagines : 1 - overlooks)
      return valuesOf(random() < misreads ? other : pose, isHurt)
    },
  }
}
