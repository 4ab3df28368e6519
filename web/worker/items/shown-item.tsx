/** @jsxImportSource preact */
import type { ShownValue } from '@whisker/api/assignments.ts'
import type { InputField } from '@whisker/api/fields.ts'
import { useContentLanguage, usePage } from '../page.ts'
import { PictureFrame } from './picture.tsx'

type Props = {
  inputs: readonly InputField[]
  values: Record<string, ShownValue>
  /** Of the task: another one begins at the top of its text. */
  taskId: string
  /** Place of the item in its task, from 0. */
  index: number
  /** One of several on the page. */
  small: boolean
}

/** What the requester sent for one item: pictures side by side, texts in a line length that reads well. */
export function ShownItem({ inputs, values, taskId, index, small }: Props) {
  const { t } = usePage()
  const language = useContentLanguage()
  const shown = inputs.flatMap((input) => {
    const value = values[input.name]
    return value ? [{ input, value }] : []
  })
  const pictures = shown.filter(({ value }) => value.type === 'image')
  const texts = shown.filter(({ value }) => value.type === 'text')
  const caption = (input: InputField) =>
    input.label && shown.length > 1 ? <figcaption {...language}>{input.label}</figcaption> : null
  return (
    <div class="shown">
      {pictures.length > 0 ? (
        <div class="pictures" style={{ '--columns': Math.min(pictures.length, 3) }}>
          {pictures.map(({ input, value }) => (
            <figure key={input.name}>
              {caption(input)}
              {value.type === 'image' ? (
                <PictureFrame
                  address={value.url}
                  label={input.label || t('pictureNumber', { number: index + 1 })}
                  small={small || pictures.length > 2}
                />
              ) : null}
            </figure>
          ))}
        </div>
      ) : null}
      {texts.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, by keyboard too
        <div class="texts" key={taskId} tabIndex={0}>
          {texts.map(({ input, value }) => (
            <figure key={input.name}>
              {caption(input)}
              <p {...language}>{value.type === 'text' ? value.text : ''}</p>
            </figure>
          ))}
        </div>
      ) : null}
    </div>
  )
}
