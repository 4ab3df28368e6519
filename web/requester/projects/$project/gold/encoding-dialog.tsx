import { Button, Group, Modal, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import { encodings, likelyEncoding, linesInDoubt } from './encoding.ts'
import styles from './gold.module.css'

/** A file whose letters may be one thing or another: a person sees how they would read, before anything counts. */
export function EncodingDialog(props: {
  name: string
  bytes: Uint8Array
  language: string
  choose: (encoding: string | null) => void
}) {
  const [encoding, setEncoding] = useState(() => likelyEncoding(props.language))
  return (
    <Modal opened onClose={() => props.choose(null)} title="How are its letters written?">
      <Stack gap="md">
        <p>
          <bdi>{props.name}</bdi> is not saved as UTF-8, so its letters could mean one thing or another. Choose what
          makes these lines read right; a wrong choice would make wrong answers of right ones.
        </p>
        <Select
          label="Written in"
          allowDeselect={false}
          data={Object.entries(encodings).map(([value, label]) => ({ value, label }))}
          value={encoding}
          onChange={(value) => value && setEncoding(value)}
        />
        <ul className={styles.lines} aria-label="Lines of the file">
          {linesInDoubt(props.bytes, encoding).map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be the same
            <li key={at} dir="auto">
              {line}
            </li>
          ))}
        </ul>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => props.choose(null)}>
            Import nothing
          </Button>
          <Button onClick={() => props.choose(encoding)}>They read right: import</Button>
        </Group>
      </Stack>
    </Modal>
  )
}
