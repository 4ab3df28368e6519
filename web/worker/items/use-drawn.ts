import type { WorkerProject } from '@whisker/api/assignments.ts'
import { title } from '@whisker/api/field-names.ts'
import type { ShownValue } from '@whisker/api/media/shown.ts'
import type { TrainingFeedback } from '@whisker/api/training.ts'
import type { DrawnField } from '../canvas/overlay.ts'
import type { Shape } from '../canvas/shape.ts'
import { spotId } from '../form/fields.tsx'
import type { Spot } from '../form/spot.ts'
import type { useForm } from '../form/use-form.ts'
import type { DraftValue } from '../kinds/kind.ts'
import { kindOf } from '../kinds/kinds.ts'
import { mediumOf } from '../media/media.ts'
import { useContentLanguage, usePage } from '../page.ts'
import type { Hold } from '../work/line.ts'

/** Which field is answered on which picture, or in which text; of several on one the one that is being answered. */
export function useDrawn(
  hold: Hold,
  { input_spec, output_spec }: WorkerProject,
  form: ReturnType<typeof useForm>,
  feedback: TrainingFeedback | null | undefined,
) {
  const { t, language, settings, canvas } = usePage()
  const content = useContentLanguage()
  const { active, items } = form

  function onlyPicture(item: number): string | undefined {
    const values = hold.assignment.items[item] ?? {}
    const hasPicture = (value: ShownValue | undefined) =>
      value !== undefined && mediumOf(value).pictures(value).length > 0
    return input_spec.find(({ name }) => hasPicture(values[name]))?.name
  }

  /** The field whose control shows this value by itself. */
  function shownBy(item: number, input: string): Spot | null {
    const values = hold.assignment.items[item] ?? {}
    const here = output_spec.flatMap((field, index) => {
      const own = kindOf(field).shows(field, values)
      return own && own === values[input] ? [{ item, field: index }] : []
    })
    return here.find(({ field }) => active.item === item && active.field === field) ?? here[0] ?? null
  }

  function drawnOn(item: number, input: string): DrawnField | null {
    const here = output_spec.flatMap((field, index) => {
      const { drawn } = kindOf(field)
      const of = drawn && (drawn.of(field) ?? onlyPicture(item))
      return drawn && of === input ? [{ field, drawn, spot: { item, field: index } }] : []
    })
    const isActive = ({ spot }: (typeof here)[number]) => active.item === item && active.field === spot.field
    const found = here.find(isActive) ?? here[0]
    if (!found) return null
    const { field, drawn, spot } = found
    const before = items[item - 1]?.[field.name]
    const pairs = feedback?.pairs?.[item]?.[field.name]
    if (feedback && !pairs) return null
    return {
      ...drawn.drawing(field),
      ...{ id: spotId(spot), title: title(field), help: field.help, taskId: hold.assignment.id },
      ...{ t, language, content, keymap: settings.keymap, keys: canvas, active: isActive(found) },
      shapes: shapesOf(items[item]?.[field.name]),
      compared: pairs && { right: shapesOf(feedback?.answer[item]?.[field.name]) ?? [], pairs },
      before: item > 0 ? (shapesOf(before) ?? []) : null,
      selected: form.selectedAt(spot),
      // What was taken away is no answer; that nothing is there is said by itself.
      onShapes: (shapes) => form.value(spot, (shapes ?? '') as DraftValue),
      onSelect: (selected) => form.select(spot, selected),
      onUse: () => form.setActive(spot),
    }
  }

  return { drawnOn, shownBy }
}

function shapesOf(value: DraftValue | undefined): readonly Shape[] | null {
  return Array.isArray(value) ? (value as readonly Shape[]) : null
}
