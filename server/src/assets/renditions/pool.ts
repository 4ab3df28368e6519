import { createDecoder, type Death, type Decoder, type DecoderLimits } from './decoder.ts'
import type { MadeRendition } from './make-rendition.ts'
import type { ChildMessage, PictureOrder, PictureSource } from './messages.ts'

type RenditionRefusal = 'undecodable' | 'too_slow' | 'out_of_memory' | 'crashed'

export type Rendition = ({ ok: true } & MadeRendition) | { ok: false; code: RenditionRefusal; detail: string }

export type RenditionPool = {
  /**
   * Makes the worker's copy of a picture in a child process. What is wrong with the picture is a value; it rejects
   * only when the machinery fails (a process cannot start, a file is not there, the pool is closed): then the picture
   * may be tried again later.
   *
   * `urgent`: a worker is waiting for it. It goes before everything else, at the normal priority of the system.
   * `width`: the source is such a copy already, and a smaller one is wanted.
   * `strict`: whatever the decoder complains of is a failure.
   * `whole`: the picture itself in its full size and its format, upright.
   */
  render(
    source: PictureSource,
    options?: {
      urgent?: boolean
      width?: number | undefined
      strict?: boolean | undefined
      whole?: boolean | undefined
    },
  ): Promise<Rendition>
  /** The processes that run now, for metrics. */
  processIds(): number[]
  /** Ends the processes; what is not yet made rejects. */
  close(): Promise<void>
}

export type RenditionPoolOptions = Partial<DecoderLimits> & {
  /** Processes for pictures that nobody waits for yet; one more starts when a worker waits and these are busy. */
  processes?: number
  /** Most pixels of a picture: the same limit as at intake. */
  maxPixels?: number
  /** Niceness of the background processes: intake and the database go first. */
  nice?: number
  log?: { warn(facts: object, message: string): void }
}

type Job = Omit<PictureOrder, 'maxPixels'> & {
  urgent: boolean
  /** One death may be bad luck (a picture before it broke the process); the second is the picture's doing. */
  retried: boolean
  resolve(rendition: Rendition): void
  reject(error: Error): void
}

const usualPixels = 50_000_000

export function createRenditionPool(options: RenditionPoolOptions = {}): RenditionPool {
  const { processes = 1, nice = 10, maxPixels = usualPixels, log } = options
  // Time and memory grow with what is taken: a picture of 16 bits and four colours that comes in passes is decoded whole.
  const larger = Math.max(0, maxPixels - usualPixels)
  const { timeoutMs = 15_000 * (1 + larger / usualPixels), idleMs = 30_000, maxJobs = 1000 } = options
  const { maxRssBytes = 512 * 2 ** 20 + 8 * larger } = options
  const limits = { timeoutMs, maxRssBytes, idleMs, maxJobs }
  const urgentLane = createDecoder(0, limits, assign)
  const lanes = [urgentLane, ...Array.from({ length: processes }, () => createDecoder(nice, limits, assign))]
  let urgent: Job[] = []
  let background: Job[] = []
  let closed = false

  /** Gives waiting jobs to idle processes, and starts processes while jobs wait. Called after every change. */
  function assign(): void {
    for (const lane of lanes) {
      if (lane.state() !== 'idle') continue
      const job = urgent.shift() ?? (lane === urgentLane ? undefined : background.shift())
      if (job) void run(lane, job)
    }
    // An urgent job does not wait for the process that it starts if another becomes free before.
    const wanted = [...(urgent.length > 0 ? lanes.slice(0, 1) : []), ...lanes.slice(1, 1 + background.length)]
    for (const lane of wanted) if (lane.state() === 'absent') void start(lane)
  }

  async function start(lane: Decoder): Promise<void> {
    try {
      await lane.start()
    } catch (error) {
      failAll(error instanceof Error ? error : new Error(String(error)))
    }
  }

  async function run(lane: Decoder, job: Job): Promise<void> {
    try {
      const answer = await lane.run({
        source: job.source,
        width: job.width,
        strict: job.strict,
        whole: job.whole,
        maxPixels,
      })
      if (answer.kind === 'died')
        log?.warn({ cause: answer.cause, retried: job.retried }, 'a picture ended its decoder')
      if (closed) job.reject(closedError())
      else if (answer.kind === 'died' && (answer.cause === 'crashed' || answer.cause === 'killed') && !job.retried) {
        job.retried = true
        ;(job.urgent ? urgent : background).unshift(job)
      } else settle(job, answer)
    } catch (error) {
      job.reject(error instanceof Error ? error : new Error(String(error)))
    }
    assign()
  }

  function failAll(error: Error): void {
    const waiting = [...urgent, ...background]
    urgent = []
    background = []
    for (const job of waiting) job.reject(error)
  }

  return {
    render(source, { urgent: isUrgent = false, width, strict, whole } = {}) {
      if (closed) return Promise.reject(closedError())
      return new Promise((resolve, reject) => {
        const queue = isUrgent ? urgent : background
        queue.push({ source, width, strict, whole, urgent: isUrgent, retried: false, resolve, reject })
        assign()
      })
    },
    processIds: () => lanes.flatMap((lane) => lane.processId() ?? []),
    async close() {
      closed = true
      failAll(closedError())
      await Promise.all(lanes.map((lane) => lane.end()))
    },
  }
}

function closedError() {
  return new Error('The rendition pool is closed.')
}

function settle(job: Job, answer: ChildMessage | Death): void {
  if (answer.kind === 'made') {
    const { bytes, type, width, height, notes } = answer
    job.resolve({ ok: true, bytes, type, width, height, notes })
  } else if (answer.kind === 'undecodable') {
    job.resolve(refuse('undecodable', `This picture cannot be decoded (${answer.reason}). Save it again.`))
  } else if (answer.kind === 'died') {
    job.resolve(refusals[answer.cause])
  } else {
    const reason = answer.kind === 'failed' ? answer.reason : 'the decoder answered out of turn'
    job.reject(new Error(`The rendition could not be made: ${reason}`))
  }
}

function refuse(code: RenditionRefusal, detail: string): Rendition {
  return { ok: false, code, detail }
}

const refusals: Record<Death['cause'], Rendition> = {
  too_slow: refuse('too_slow', 'Decoding this picture takes too long. Make it smaller or save it again.'),
  out_of_memory: refuse(
    'out_of_memory',
    'Decoding this picture takes too much memory. Make it smaller or save it again.',
  ),
  // Killed, twice, and not by us: the system was out of memory.
  killed: refuse(
    'out_of_memory',
    'Decoding this picture took more memory than there was. Make it smaller or save it again.',
  ),
  crashed: refuse('crashed', 'This picture breaks the program that decodes it. Save it again with another program.'),
}
