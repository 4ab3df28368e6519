/** A labeling service that does the same work as another. Each is asked one thing after the other, as one program and one person would. */
export type Labeler = {
  name: string
  /** So many texts in one request; @returns seconds */
  sendTexts: (texts: string[]) => Promise<number>
  /** A request for each. */
  sendPictures: (files: string[]) => Promise<number>
  /** The next task and its answer, so many times. */
  answer: (cycles: number) => Promise<number>
  /** So many answered tasks are there; @returns seconds until the last of them is here */
  readResults: (rows: number) => Promise<number>
  stop: () => Promise<void>
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}
