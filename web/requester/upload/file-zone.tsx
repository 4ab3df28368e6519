import { Button } from '@mantine/core'
import { type DragEvent, type ReactNode, useRef, useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { type Collected, fromDrop, fromFileList } from './collect.ts'
import styles from './drop-zone.module.css'

/** Takes files and folders, dropped or chosen. `small`: something stands below that is looked at more. */
export function FileZone(props: {
  title: string
  words: ReactNode
  small: boolean
  take: (collected: Collected) => void
}) {
  const [over, setOver] = useState(false)
  const files = useRef<HTMLInputElement>(null)
  const folder = useRef<HTMLInputElement>(null)
  const onDrop = async (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    props.take(await fromDrop(event.dataTransfer.items))
  }
  const choose = (input: HTMLInputElement) => {
    props.take(fromFileList(input.files ?? []))
    // The same folder can be chosen again.
    input.value = ''
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; the buttons do the same
    <div
      className={styles.zone}
      data-over={over || undefined}
      data-small={props.small || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <span className={styles.icon}>
        <Icon name="upload" size={20} />
      </span>
      <p className={styles.words}>
        <strong>{props.title}</strong>
        <span>{props.words}</span>
      </p>
      <div className={styles.buttons}>
        <Button size="xs" variant="default" onClick={() => folder.current?.click()}>
          Choose a folder
        </Button>
        <Button size="xs" variant="default" onClick={() => files.current?.click()}>
          Choose files
        </Button>
      </div>
      <input ref={files} type="file" multiple hidden onChange={(event) => choose(event.currentTarget)} />
      <input
        ref={(element) => {
          folder.current = element
          if (element) element.webkitdirectory = true
        }}
        type="file"
        multiple
        hidden
        onChange={(event) => choose(event.currentTarget)}
      />
    </div>
  )
}
