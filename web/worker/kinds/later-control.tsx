/** @jsxImportSource preact */
import type { OutputField } from '@whisker/api/fields.ts'
import type { VNode } from 'preact'
import { usePart } from '../use-part.ts'
import { GroupField } from './frame.tsx'
import type { ControlProps } from './kind.ts'

/** A control that few forms have: loaded where one does, for otherwise each page would wait for it. */
export function laterControl<F extends OutputField>(load: () => Promise<{ Control(props: ControlProps<F>): VNode }>) {
  return (props: ControlProps<F>): VNode => {
    const part = usePart(load)
    return part ? <part.Control {...props} /> : <GroupField {...props}>{null}</GroupField>
  }
}
