/** @jsxImportSource preact */
import type { ShownValue } from '@whisker/api/assignments.ts'
import type { InputField } from '@whisker/api/fields.ts'
import { useContentLanguage } from '../form/field-frame.tsx'
import { usePage } from '../page.ts'
import { PictureFrame } from '../pictures/picture.tsx'

type Props = {
  inputs: readonly InputField[]
  values: Record<string, ShownValue>
  /** Place of the item in its task, from 0. */
  index: number
  /** One of several on the page. */
  small: boolean
}

/** What the requester sent for one item: pictures side by side, texts in a line length that reads well. */
export function ShownItem({ inputs, values, index, small }: Props) {
  const { t } = usePage()
  const language = useContentLanguage()
  const shown = inputs.flatMap((input) => {
    const value = values[input.name]
    return value ? [{ input, value }] : []
  })
  const pictures = shown.filter(({ value }) => value.type === 'image').length
  return (
    <div class="shown" data-pictures={pictures} data-texts={shown.length - pictures}>
      {shown.map(({ input, value }) => (
        <figure class={value.type} key={input.name}>
          {input.label && shown.length > 1 ? <figcaption {...language}>{input.label}</figcaption> : null}
          {value.type === 'image' ? (
            <PictureFrame
              address={value.url}
              label={input.label || t('pictureNumber', { number: index + 1 })}
              small={small || pictures > 2}
            />
          ) : (
            <p lang={language.lang} dir={language.dir === 'rtl' ? 'rtl' : 'auto'}>
              {value.text}
            </p>
          )}
        </figure>
      ))}
    </div>
  )
}
