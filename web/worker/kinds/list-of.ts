import { part } from '../part.ts'
import type { WorkerKind } from './kind.ts'
import { laterControl } from './later-control.tsx'
import type { ObjectsField } from './objects.ts'

const load = part(() => import('./object-lists.tsx'))

/** Its list, loaded where a form has one. */
export function listOf<F extends ObjectsField>(name: 'Boxes' | 'Points' | 'Polygons'): WorkerKind<F>['Control'] {
  const control = () => load().then((lists) => ({ Control: lists[name] }))
  return laterControl(control) as unknown as WorkerKind<F>['Control']
}
