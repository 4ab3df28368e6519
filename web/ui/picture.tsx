import { hashOfFile } from '@whisker/api/media/file-name.ts'
import { useState } from 'react'
import { base } from '../service/base.ts'
import { Icon } from './icons.tsx'
import styles from './picture.module.css'

/** Whether a value of a `task_spec` names a stored picture (`asset:<sha256>`). */
export function isAsset(value: string | undefined): value is string {
  return value !== undefined && /^[0-9a-f]{64}$/.test(hashOfFile(value) ?? '')
}

/** Where the browser gets a stored picture as workers see it. */
export function renditionUrl(value: string): string {
  return `${base}/assets/${hashOfFile(value)}/rendition`
}

/** A small square cut of a stored picture; a sign where it cannot be shown. */
export function Thumbnail({ value, size = 36 }: { value: string; size?: number }) {
  const [failed, setFailed] = useState(false)
  return (
    <span className={styles.thumbnail} style={{ width: size, height: size }}>
      {failed ? (
        <Icon name="image" />
      ) : (
        <img
          src={`${renditionUrl(value)}?width=160`}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          decoding="async"
          onError={() => setFailed(true)}
        />
      )}
    </span>
  )
}
