import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { explain, faultOf } from '../service/problem.ts'
import { Note, ProblemText } from './note.tsx'

/** The names of a form's values that are texts. */
type TextKey<V> = { [K in keyof V]: V[K] extends string ? K : never }[keyof V] & string

/**
 * The state of one form: its values, its one request, and where the server's faults stand. A fault whose pointer is
 * `/<name>` stands at the field of that name; all others, and failures of the whole, stand in `problem`.
 */
export function useForm<V extends object, R>(options: {
  initial: V
  submit: (values: V) => Promise<R>
  done?: (result: R) => void
}) {
  const [values, setValues] = useState(options.initial)
  const request = useMutation({ mutationFn: options.submit, onSuccess: options.done })
  const explanation = request.error ? explain(request.error) : null
  const sent = request.variables
  /** A fault is about what was sent: it goes as soon as its value is another one. */
  const fault = (name: keyof V & string) =>
    explanation && sent && sent[name] === values[name] ? faultOf(explanation.fields, `/${name}`) : undefined
  const pointers = Object.keys(values).map((name) => `/${name}`)
  const allAtFields =
    explanation !== null &&
    explanation.fields.length > 0 &&
    explanation.fields.every((field) => pointers.includes(field.pointer))

  const set = <K extends keyof V>(name: K, value: V[K]) => setValues((before) => ({ ...before, [name]: value }))
  const problem: ReactNode = explanation && !allAtFields && (
    <Note tone="danger" title={explanation.title}>
      <ProblemText problem={explanation} known={pointers} />
    </Note>
  )
  return {
    values,
    set,
    problem,
    pending: request.isPending,
    saved: request.isSuccess,
    fault,
    /** What a text control needs. */
    text: (name: TextKey<V>) => ({
      name,
      value: values[name] as string,
      onChange: (event: { currentTarget: { value: string } }) => set(name, event.currentTarget.value as V[typeof name]),
      error: fault(name),
    }),
    onSubmit: (event: FormEvent) => {
      event.preventDefault()
      if (!request.isPending) request.mutate(values)
    },
  }
}
