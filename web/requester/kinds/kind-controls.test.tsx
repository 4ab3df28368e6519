import { MantineProvider } from '@mantine/core'
import { type FieldObject, type FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { FieldKind } from '@whisker/api/kinds/kind.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { controlsOf } from './kind-controls.ts'
import { fieldKinds, kinds } from './kinds.ts'

const fresh = (kind: FieldKind): OutputField =>
  kinds[kind].make({ name: 'a', label: 'A', help: '', required: true }, {})
const drawn = (children: ReactNode) => renderToStaticMarkup(<MantineProvider>{children}</MantineProvider>)

test.each(fieldKinds)('the editor has a control for each property that only some kinds have: %s', (kind) => {
  const { Properties } = controlsOf(fresh(kind))
  const html = drawn(<Properties field={fresh(kind)} pointer="/output_spec/0" inputs={[]} change={() => {}} />)
  const { name, type, label, help, required, ...own } = OutputField.options.find(
    ({ shape }) => shape.type.value === kind,
  )!.shape
  for (const property of Object.keys(own)) expect(html).toContain(`data-pointer="/output_spec/0/${property}`)
})

describe('the control for a value of a result', () => {
  const values: Record<FieldKind, FieldValue> = {
    input: 'a heron',
    textarea: 'a heron',
    number: 1.5,
    select: 'yes',
    radio: 'yes',
    checkbox: ['yes'],
    rating: 4,
    date: '2026-11-28',
    rows: [{ what: 'yes', count: 2 }],
    boxes: [{ x: 1, y: 2, width: 3, height: 4 }],
    points: [{ x: 11, y: 12 }],
    spans: [{ label: 'yes', start: 0, end: 3, text: 'Ann' }],
    polygons: [
      {
        points: [
          [5, 6],
          [7, 8],
          [9, 5],
        ],
      },
    ],
    rank: [['yes']],
  }
  const control = { label: 'Which bird?', error: 'must be a bird.', 'data-autofocus': undefined }
  const corrected = (kind: FieldKind, value: FieldValue | undefined) => {
    const { Correction } = controlsOf(fresh(kind))
    return drawn(<Correction field={fresh(kind)} value={value} put={() => {}} control={control} />)
  }

  test.each(fieldKinds)('says what is asked, what there is and what is wrong: %s', (kind) => {
    const html = corrected(kind, values[kind])
    expect(html).toContain('Which bird?')
    expect(html).toContain('must be a bird.')
    for (const shown of [values[kind]].flat(2).flatMap(shownOf))
      expect(html.includes(`value="${shown}"`) || html.includes(`>${shown}<`)).toBe(true)
  })

  /** The texts and numbers of a value as they stand in controls: of an outline one text, with a line for each corner. */
  function shownOf(one: string | number | FieldObject | Row): (string | number)[] {
    if (typeof one !== 'object') return [one]
    return Object.values(one).map((value) =>
      Array.isArray(value) ? value.map((corner) => [corner].flat().join(', ')).join('\n') : value,
    )
  }

  test.each(fieldKinds)('is empty without a value, and with one of another kind: %s', (kind) => {
    const empty = corrected(kind, undefined)
    const others = Object.values(values).filter((value) => typeof value !== typeof values[kind])
    for (const value of others) expect(corrected(kind, value)).toBe(empty)
  })
})

describe('what is said of each object', () => {
  const attributes = [
    { name: 'pose', type: 'radio', options: [{ value: 'lying' }] },
    { name: 'tag', type: 'input', required: false },
  ]
  test.each(['boxes', 'points', 'polygons'] as const)('is asked in the editor, and corrected: %s', (type) => {
    const field = OutputField.parse({ name: 'a', type, attributes })
    const { Properties, Correction } = controlsOf(field)
    const html = drawn(<Properties field={field} pointer="/output_spec/0" inputs={[]} change={() => {}} />)
    for (const at of ['attributes', 'attributes/0/name', 'attributes/1/max_length'])
      expect(html).toContain(`data-pointer="/output_spec/0/${at}"`)
    const place = { boxes: { x: 1, y: 2, width: 3, height: 4 }, points: { x: 1, y: 2 }, polygons: { points: [] } }[type]
    const value = [{ ...place, attributes: { pose: 'lying', tag: 'A7' } }] as FieldValue
    const control = { label: 'Which?', error: undefined, 'data-autofocus': undefined }
    const corrected = drawn(<Correction field={field} value={value} put={() => {}} control={control} />)
    expect(corrected).toContain('value="A7"')
    expect(corrected).toContain('pose, 1')
  })

  test('is not asked of parts of a text', () => {
    const field = fresh('spans')
    const { Properties } = controlsOf(field)
    const html = drawn(<Properties field={field} pointer="/output_spec/0" inputs={[]} change={() => {}} />)
    expect(html).not.toContain('attributes')
  })
})
