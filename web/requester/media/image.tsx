import { useState } from 'react'
import { isAsset, renditionUrl, Thumbnail } from '../../ui/picture.tsx'
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
  OnTask({ value, label }) {
    const [failed, setFailed] = useState(false)
    if (failed) return <p className={styles.failed}>The picture cannot be shown right now.</p>
    return (
      <a href={renditionUrl(value)} target="_blank" rel="noreferrer" className={styles.picture}>
        <img src={renditionUrl(value)} alt={label} onError={() => setFailed(true)} />
      </a>
    )
  },
  InReview: ({ value, label }) => <img src={renditionUrl(value)} alt={label} decoding="sync" />,
  picturesOf: (value) => [renditionUrl(value)],
}
