import { TextLines } from '../upload/text-lines.tsx'
import type { MediumSending } from './medium.ts'

const example = 'The text to be labeled'

export const textSending: MediumSending = {
  Send: TextLines,
  code: {
    curl: (before) => `  printf '${before}"${example}"'`,
    python: { imports: [], before: [], value: () => JSON.stringify(example) },
    typescript: { imports: [], before: [], value: () => `'${example}'` },
  },
}
