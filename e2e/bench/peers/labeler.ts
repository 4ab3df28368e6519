/** A labeling service that does the same work as another. Each is asked one thing after the other, as one program and one person would. */
export type Labeler = {
  name: string
  /** So many texts in one request; @returns seconds */
  sendTexts: (texts: string[]) => Promise<number>
  /** A request for each. */
  sendPictures: (files: string[]) => Promise<number>
  /** The next task and its answer, so many times. */
  answer: (cycles: number) => Promise<number>
  /** So many answered tasks, in a project of their own. */
  makeResults: (rows: number) => Promise<void>
  /** @returns seconds until the last of them is here */
  readResults: (rows: number) => Promise<number>
  /** Since it began, of all its processes and those of its database, in ms; null where it cannot be measured. */
  processorMs: () => number | null
  stop: () => Promise<void>
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}
