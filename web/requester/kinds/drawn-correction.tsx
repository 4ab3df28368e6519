import { Group } from '@mantine/core'
import { title } from '@whisker/api/field-names.ts'
import type { FieldObject, FieldValue, OutputField } from '@whisker/api/fields.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import { smallFieldsOf } from '@whisker/api/small-fields.ts'
import { subjectName } from '@whisker/api/subject-faults.ts'
import { useEffect, useRef, useState } from 'react'
import { plural } from '../../ui/numbers.ts'
import { isAsset, renditionUrl } from '../../ui/picture.tsx'
import { attributeId } from '../../worker/canvas/overlay.ts'
import type { DrawingProps, Mounted } from '../../worker/drawing/mount.tsx'
import { attributesOf, withAttributes } from '../../worker/kinds/attributes.ts'
import styles from '../controls/controls.module.css'
import { useOriginalSize } from '../media/original-size.ts'
import { doubtsOf } from './doubts.ts'
import type { Corrected, CorrectionProps } from './kind.ts'
import type { ObjectsField } from './objects.ts'
import { SmallCorrections } from './small-corrections.tsx'

type Props = Pick<CorrectionProps<ObjectsField>, 'field' | 'put' | 'control'> & {
  list: FieldObject[] | undefined
  about: Corrected
}

/** Values are places in a picture. */
export function isDrawn(field: OutputField): boolean {
  return kindOf(field).placesIn === 'pixels'
}

/** The picture in which a field's values are places; undefined where the item has none. */
export function pictureOf(field: ObjectsField, { project, task, item }: Corrected): string | undefined {
  if (!isDrawn(field)) return undefined
  const name = subjectName(field, project.input_spec)
  const value = name === undefined ? undefined : task.task_spec[item]?.[name]
  return isAsset(value) ? value : undefined
}

/** Objects on their picture, with the canvas on which workers drew them. What is disputed is shown first, and alone. */
export function DrawnCorrection(props: Props & { picture: string }) {
  const { field, list, put, control, about, picture } = props
  const size = useOriginalSize(picture)
  const place = useRef<HTMLDivElement>(null)
  const mounted = useRef<Mounted | null>(null)
  const [left, setLeft] = useState(0)
  const [selected, setSelected] = useState<readonly number[]>([])
  const [failed, setFailed] = useState(false)
  const { project, task, item } = about
  const [doubts] = useState(() =>
    doubtsOf(task.decided_at === null ? task.result?.[item]?.[field.name] : undefined, list),
  )
  const id = `${task.id}-${item}-${field.name}`
  const { fields } = smallFieldsOf(field)
  /** What is offered stands behind the list, and is no part of it yet. */
  const [at] = selected.length === 1 ? selected : []
  const only = at === undefined ? undefined : list?.[at]
  const drawing: DrawingProps | null = size
    ? {
        ...{ id, field: field as DrawingProps['field'], title: title(field), language: project.language },
        picture: { url: renditionUrl(picture), label: title(field), original: size },
        ...{ shapes: list ?? null, doubts, takesFocus: control['data-autofocus'] === true },
        onShapes: (shapes) => put(shapes as FieldValue | null),
        onLeft: setLeft,
        onSelected: setSelected,
        onDone: about.onDone,
      }
    : null
  const latest = useRef(drawing)
  latest.current = drawing

  const known = drawing !== null
  useEffect(() => {
    let isGone = false
    const begin = async () => {
      const { mountDrawing } = await import('../../worker/drawing/mount.tsx')
      if (isGone || !latest.current || !place.current) return
      const own = await mountDrawing(place.current, latest.current)
      if (isGone) own.destroy()
      else mounted.current = own
    }
    if (known) begin().catch(() => setFailed(true))
    return () => {
      isGone = true
      mounted.current?.destroy()
      mounted.current = null
    }
  }, [known])
  useEffect(() => {
    if (drawing) mounted.current?.give(drawing)
  })

  if (failed)
    return <p className={styles.hint}>The picture to draw on could not be loaded. Correct the numbers below.</p>
  return (
    <>
      <p className={styles.hint} role="status">
        {doubts.size > 0 && left === 0 && 'Nothing is disputed any more. Enter goes on.'}
        {left > 0 &&
          `${plural(left, 'object is', 'objects are')} disputed: Enter takes the one that is marked, Delete removes it, Tab goes on.`}
      </p>
      <div ref={place} className="drawing" />
      {only && at !== undefined && fields.length > 0 ? (
        // The key that leads from the picture to what is said of the object looks for this.
        <Group id={attributeId(id, at, 0)} gap="xs" mb="xs" align="end" wrap="wrap">
          <SmallCorrections
            fields={fields}
            values={attributesOf(only)}
            of={[labelOf(field, only), at + 1].filter(Boolean).join(' ')}
            put={(said) => put(list!.with(at, withAttributes(only, said)) as FieldValue)}
          />
        </Group>
      ) : null}
    </>
  )
}

function labelOf({ options }: ObjectsField, { label }: FieldObject): string {
  return options?.find(({ value }) => value === label)?.label || (label ?? '')
}
