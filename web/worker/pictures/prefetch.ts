/** A picture on its way, or ready to be shown without any delay. */
export type Picture<T> = { state: 'loading' | 'ready' | 'failed'; element: T | null }

export type Pictures<T = HTMLImageElement> = {
  /** These will be needed, in this order; all others are let go. */
  keep(addresses: readonly string[]): void
  get(address: string): Picture<T> | undefined
  /** Tries the failed ones again: the person asked, or the network is back. */
  retry(): void
}

type Options<T> = {
  /** @param rank place in the order of need, from 0 */
  load(address: string, rank: number): Promise<T>
  onChange(): void
}

const parallel = 3
const retryAfterMs = [1000, 3000, 9000]

/**
 * Loads and decodes pictures ahead of need, the next one first. A few at a time: on a slow line the second picture must
 * not take the first one's bandwidth, on a fast one a round trip each must not add up.
 */
export function createPictures<T>({ load, onChange }: Options<T>): Pictures<T> {
  type Wanted = Picture<T> & { failures: number; running: boolean; timer?: ReturnType<typeof setTimeout> }
  const wanted = new Map<string, Wanted>()
  let order: readonly string[] = []

  function fill(): void {
    for (const address of order) {
      const running = [...wanted.values()].filter((picture) => picture.running).length
      const picture = wanted.get(address)
      if (running >= parallel) return
      if (picture && picture.state === 'loading' && !picture.running && picture.timer === undefined)
        void run(address, picture)
    }
  }

  async function run(address: string, picture: Wanted): Promise<void> {
    picture.running = true
    try {
      picture.element = await load(address, order.indexOf(address))
      picture.state = 'ready'
    } catch {
      const waitMs = retryAfterMs[picture.failures++]
      if (waitMs === undefined) picture.state = 'failed'
      else
        picture.timer = setTimeout(() => {
          picture.timer = undefined
          fill()
        }, waitMs)
    }
    picture.running = false
    if (wanted.get(address) === picture) onChange()
    fill()
  }

  return {
    keep(addresses) {
      order = addresses
      const needed = new Set(addresses)
      for (const [address, picture] of wanted) {
        if (needed.has(address)) continue
        clearTimeout(picture.timer)
        wanted.delete(address)
      }
      for (const address of addresses) {
        if (!wanted.has(address)) wanted.set(address, { state: 'loading', element: null, failures: 0, running: false })
      }
      fill()
    },
    get: (address) => wanted.get(address),
    retry() {
      for (const picture of wanted.values()) {
        clearTimeout(picture.timer)
        picture.timer = undefined
        if (picture.state === 'failed') picture.state = 'loading'
        picture.failures = 0
      }
      fill()
      onChange()
    },
  }
}

/** Tasks of fifty pictures each are not all decoded ahead: that would be gigabytes. */
const decodedAhead = 24

/** Fetches and decodes one picture; the same element is later put on the page, where it paints at once. */
export async function loadPicture(address: string, rank: number): Promise<HTMLImageElement> {
  const element = new Image()
  element.decoding = 'sync'
  element.draggable = false
  element.fetchPriority = rank === 0 ? 'high' : 'low'
  element.src = address
  if (rank < decodedAhead) await element.decode()
  else
    await new Promise((resolve, reject) => {
      element.onload = resolve
      element.onerror = reject
    })
  return element
}
