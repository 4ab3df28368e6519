/** @jsxImportSource preact */

import type { ShownOf, WorkerMedium } from './medium.ts'

/** Words, in a line length that reads well. */
export const text: WorkerMedium<ShownOf<'text'>> = {
  Group: ({ taskId, children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text scrolls, by keyboard too
    <div class="texts" key={taskId} tabIndex={0}>
      {children}
    </div>
  ),
  Value: ({ value, content }) => <p {...content}>{value.text}</p>,
  Past: ({ value, content }) => <p {...content}>{value.text}</p>,
  pictures: () => [],
}
