import { MarkedText } from './marked-text.tsx'
import styles from './media.module.css'
import type { RequesterMedium } from './medium.ts'

export const text: RequesterMedium = {
  words: 'Text',
  many: 'texts',
  icon: 'text',
  make: ({ name, required, label }) => ({ name, type: 'text', required, label }),
  // Of whatever form: asked last, for what is of no other medium.
  holds: () => true,
  titleOf: (value) => value,
  Glimpse: null,
  OnTask: ({ value, label }) => (
    <figure className={styles.text}>
      <figcaption>{label}</figcaption>
      <p dir="auto">{value}</p>
    </figure>
  ),
  InReview: ({ value, marks }) => (
    <p className={styles.reading} dir="auto">
      <MarkedText value={value} marks={marks} />
    </p>
  ),
  picturesOf: () => [],
}
