import { useTimeout } from '@mantine/hooks'
import { useState } from 'react'

/** Copies a text; `copied` is true for a moment afterwards. */
export function useCopy() {
  const [copied, setCopied] = useState(false)
  const { start } = useTimeout(() => setCopied(false), 1800)
  const copy = async (text: string) => {
    setCopied(await writeClipboard(text))
    start()
  }
  return { copied, copy }
}

/** `navigator.clipboard` exists on https and localhost only; people also run Whisker on `http://192.168.…`. */
async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const area = document.createElement('textarea')
    area.value = text
    area.className = 'visually-hidden'
    document.body.append(area)
    area.select()
    const done = document.execCommand('copy')
    area.remove()
    return done
  }
}
