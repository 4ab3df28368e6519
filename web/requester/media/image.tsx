import { useState } from 'react'
import { isAsset, renditionUrl, Thumbnail } from '../../ui/picture.tsx'
import { Marked } from './marked.tsx'
import styles from './media.module.css'
import type { RequesterMedium } from './medium.ts'

export const image: RequesterMedium = {
  words: 'Picture',
  many: 'pictures',
  icon: 'image',
  make: ({ name, required, label }) => ({ name, type: 'image', required, label }),
  holds: isAsset,
  titleOf: () => '',
  Glimpse: Thumbnail,
  OnTask({ value, label, marks }) {
    const [failed, setFailed] = useState(false)
    if (failed) return <p className={styles.failed}>The picture cannot be shown right now.</p>
    return (
      <a href={renditionUrl(value)} target="_blank" rel="noreferrer" className={styles.picture}>
        <Marked value={value} marks={marks}>
          <img src={renditionUrl(value)} alt={label} onError={() => setFailed(true)} />
        </Marked>
      </a>
    )
  },
  InReview: ({ value, label, marks }) => (
    <Marked value={value} marks={marks}>
      <img src={renditionUrl(value)} alt={label} decoding="sync" />
    </Marked>
  ),
  picturesOf: (value) => [renditionUrl(value)],
}
