import type { InputField } from '@whisker/api/fields.ts'
import type { MediumName } from '@whisker/api/media/media.ts'
import type { ShownOf } from './medium.ts'

/** What the editor's preview shows of a field. A medium that is missing does not compile. */
export const samples: { [M in MediumName]: (field: InputField) => ShownOf<M> } = {
  image: () => ({ type: 'image', url: samplePicture, width: 800, height: 600, original: { width: 800, height: 600 } }),
  text: ({ name, label }) => ({ type: 'text', text: `${label || name}. `.repeat(12).trim() }),
}

/** A picture with the ears of the mark, in a grey for both themes. A data address: nothing has to be fetched. */
const samplePicture = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600" viewBox="0 0 800 600"><path fill="#cfcad6" d="M0 0h800v600H0z"/><path fill="#aaa4b4" d="M260 420V200c0-28 32-40 52-20l64 60c16-3 32-3 48 0l64-60c20-20 52-8 52 20v220c-40 76-240 76-280 0z"/></svg>',
)}`
