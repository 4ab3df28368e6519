/** @jsxImportSource preact */

import type { InputField } from '@whisker/api/fields.ts'
import type { ShownValue } from '@whisker/api/media/shown.ts'
import type { DrawnField } from '../canvas/overlay.ts'
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
}

/** What the requester sent for one item, by its media: the values of each stand together. */
export function ShownItem({ inputs, values, taskId, index, small, drawnOn }: Props) {
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
            {own.map(({ input, value, medium: { Value } }) => (
              <figure key={input.name}>
                {input.label && shown.length > 1 ? <figcaption {...content}>{input.label}</figcaption> : null}
                <Value {...page} value={value} label={input.label} among={own.length} drawn={drawnOn(input.name)} />
              </figure>
            ))}
          </Group>
        )
      })}
    </div>
  )
}
