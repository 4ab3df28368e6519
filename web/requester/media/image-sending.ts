import { DropZone } from '../upload/drop-zone.tsx'
import type { MediumSending } from './medium.ts'

/** File of the n-th picture of an item. */
const fileName = (at: number) => (at === 0 ? 'picture.jpg' : `picture-${at + 1}.jpg`)

export const imageSending: MediumSending = {
  Send: DropZone,
  code: {
    // The body goes through a pipe: as an argument a picture would be too long for the shell.
    curl: (before, at) =>
      `  printf '${before}"data:image/jpeg;base64,'; base64 < ${fileName(at)} | tr -d '\\n'; printf '"'`,
    python: {
      imports: ['import base64'],
      before: [
        '',
        'def picture(path):',
        '    with open(path, "rb") as file:',
        '        return "data:image/jpeg;base64," + base64.b64encode(file.read()).decode()',
        '',
      ],
      value: (at) => `picture("${fileName(at)}")`,
    },
    typescript: {
      imports: ["import { readFileSync } from 'node:fs'"],
      before: [
        '',
        'const picture = (path: string) =>',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a template in the code that is shown
        "  `data:image/jpeg;base64,${readFileSync(path).toString('base64')}`",
        '',
      ],
      value: (at) => `picture('${fileName(at)}')`,
    },
  },
}
