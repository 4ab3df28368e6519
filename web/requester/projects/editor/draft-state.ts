import type { InputField, OutputField } from '@whisker/api/fields.ts'
import { moved } from '../../../ui/moved.ts'
import { type Draft, newInputField, newOutputField } from './draft.ts'

export type SpecName = 'input_spec' | 'output_spec'

/** The draft and an identity for each field, so that a card stays the same while its field is renamed or moved. */
export type DraftState = { draft: Draft; ids: Record<SpecName, number[]>; nextId: number }

export type DraftAction =
  | { type: 'set'; change: Partial<Draft> }
  | { type: 'replace'; draft: Draft }
  | { type: 'add'; spec: SpecName }
  | { type: 'field'; spec: 'input_spec'; at: number; field: InputField }
  | { type: 'field'; spec: 'output_spec'; at: number; field: OutputField }
  | { type: 'remove'; spec: SpecName; at: number }
  | { type: 'move'; spec: SpecName; from: number; to: number }

export function startState(draft: Draft): DraftState {
  const inputs = draft.input_spec.length
  return {
    draft,
    ids: {
      input_spec: draft.input_spec.map((_, i) => i),
      output_spec: draft.output_spec.map((_, i) => inputs + i),
    },
    nextId: inputs + draft.output_spec.length,
  }
}

export function reduceDraft(state: DraftState, action: DraftAction): DraftState {
  const { draft, ids, nextId } = state
  switch (action.type) {
    case 'set':
      return { ...state, draft: { ...draft, ...action.change } }
    case 'replace':
      return adopt(state, action.draft)
    case 'field':
      return { ...state, draft: { ...draft, [action.spec]: draft[action.spec].with(action.at, action.field as never) } }
    case 'add': {
      const list = draft[action.spec]
      const taken = list.map((field) => field.name)
      const field = action.spec === 'input_spec' ? newInputField(taken) : newOutputField(taken)
      return {
        draft: { ...draft, [action.spec]: [...list, field] },
        ids: { ...ids, [action.spec]: [...ids[action.spec], nextId] },
        nextId: nextId + 1,
      }
    }
    case 'remove': {
      const { spec, at } = action
      return {
        ...state,
        draft: { ...draft, [spec]: draft[spec].toSpliced(at, 1) },
        ids: { ...ids, [spec]: ids[spec].toSpliced(at, 1) },
      }
    }
    case 'move': {
      const { spec, from, to } = action
      return {
        ...state,
        draft: { ...draft, [spec]: moved<InputField | OutputField>(draft[spec], from, to) },
        ids: { ...ids, [spec]: moved(ids[spec], from, to) },
      }
    }
  }
}

/** A draft from elsewhere (the JSON view): fields keep their identity by name, so that open cards stay open. */
function adopt(state: DraftState, draft: Draft): DraftState {
  let { nextId } = state
  const idsOf = (spec: SpecName) => {
    const known = new Map(state.draft[spec].map((field, i) => [field.name, state.ids[spec][i]]))
    return draft[spec].map((field) => {
      const id = known.get(field.name) ?? nextId++
      known.delete(field.name)
      return id
    })
  }
  const ids = { input_spec: idsOf('input_spec'), output_spec: idsOf('output_spec') }
  return { draft, ids, nextId }
}
