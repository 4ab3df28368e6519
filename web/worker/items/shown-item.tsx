/** @jsxImportSource preact */

import type { InputField } from '@whisker/api/fields.ts'
import type { ShownValue } from '@whisker/api/media/shown.ts'
import type { DrawnField } from '../canvas/overlay.ts'
import { spotId } from '../form/fields.tsx'
import type { Spot } from '../form/spot.ts'
import { placeId } from '../kinds/kind.ts'
import { media, mediumOf } from '../media/media.ts'
import { useContentLanguage, usePage, useWork } from '../page.ts'
import type { Pictures } from '../pictures/prefetch.ts'
import { isPractice } from '../work/practise.ts'

type Props = {
  inputs: readonly InputField[]
  values: Record<string, ShownValue>
  /** Of the task: another one begins at the top of its text. */
  taskId: string
  /** Place of the item in its task, from 0. */
  index: number
  /** One of several on the page. */
  small: boolean
  /** The field that is answered on the picture of an input field, if any. */
  drawnOn(input: string): DrawnField | null
  /** The field whose control shows the value of an input field by itself, and puts it in its place here. */
  shownBy(input: string): Spot | null
  onFocus(spot: Spot): void
}

/** What the requester sent for one item, by its media: the values of each stand together. */
export function ShownItem({ inputs, values, taskId, index, small, drawnOn, shownBy, onFocus }: Props) {
  const { t, desk, settings, viewer } = usePage()
  useWork((state) => state.pictureChanges)
  const practice = useWork(({ line }) => isPractice(line))
  const content = useContentLanguage()
  const shown = inputs.flatMap((input) => {
    const value = values[input.name]
    return value ? [{ input, value, medium: mediumOf(value) }] : []
  })
  const page = {
    ...{ t, content, viewer, small, number: index + 1, keymap: settings.keymap },
    pictures: desk.pictures as Pictures,
    onSkip: practice ? null : () => desk.store.set({ panel: 'skip' }),
  }
  return (
    <div class="shown">
      {Object.entries(media).map(([name, { Group }]) => {
        const own = shown.filter(({ value }) => value.type === name)
        return own.length === 0 ? null : (
          <Group key={name} count={own.length} taskId={taskId}>
            {own.map(({ input, value, medium: { Value } }) => {
              const by = shownBy(input.name)
              const id = by && placeId(spotId(by))
              return (
                <figure key={input.name}>
                  {input.label && shown.length > 1 ? <figcaption {...content}>{input.label}</figcaption> : null}
                  {id ? (
                    <div id={id} key={id} class="marked" onFocusIn={() => onFocus(by)} />
                  ) : (
                    <Value {...page} value={value} label={input.label} among={own.length} drawn={drawnOn(input.name)} />
                  )}
                </figure>
              )
            })}
          </Group>
        )
      })}
    </div>
  )
}
