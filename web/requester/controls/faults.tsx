import type { FieldProblem } from '@whisker/api/problem.ts'
import { createContext, type FocusEvent, use, useMemo, useState } from 'react'
import { faultOf } from '../../service/problem.ts'

type Faults = { at: (pointer: string) => string | undefined; within: (pointer: string) => number }

const Context = createContext<Faults>({ at: () => undefined, within: () => 0 })

/** Gives the controls below it the faults of the draft. Faults of what nobody has touched yet wait, if `patient`. */
export function useFaults(faults: readonly FieldProblem[], patient: boolean) {
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set())
  const [all, setAll] = useState(!patient)
  const value = useMemo(() => {
    const shown = faults.filter((fault) => all || touched.has(fault.pointer))
    return {
      at: (pointer: string) => faultOf(shown, pointer),
      within: (pointer: string) => shown.filter((fault) => `${fault.pointer}/`.startsWith(`${pointer}/`)).length,
    }
  }, [faults, touched, all])
  return {
    value,
    Provider: Context,
    showAll: () => setAll(true),
    /** On the element around all controls: leaving a control makes its faults visible. */
    onBlur: (event: FocusEvent<HTMLElement>) => {
      const pointer = event.target.dataset.pointer
      if (pointer && !touched.has(pointer)) setTouched(new Set([...touched, pointer]))
    },
  }
}

/** What a control for the value at `pointer` needs: its fault, and the mark by which it is found. */
export function useField(pointer: string) {
  const { at } = use(Context)
  return { error: at(pointer), 'data-pointer': pointer }
}

/** How many faults are in the part of the draft that begins at `pointer`. */
export function useFaultCount(pointer: string): number {
  return use(Context).within(pointer)
}
