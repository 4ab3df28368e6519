/**
 * What is known of people who mark objects, in sums that only grow. Of each worker: which share of the objects that are there they
 * mark (Beta posterior), how many false ones they mark a picture (Gamma posterior), how far their edges lie off, relative to the
 * object's size. Each is drawn towards the crowd's own figure, and that towards what is thought of any crowd.
 */
export type ObjectsCrowd = {
  room: number
  /** Objects that they marked, of those that were there (both expected); false ones, and answers. */
  found: Float64Array
  there: Float64Array
  extra: Float64Array
  answers: Float64Array
  /** Squares of relative deviations, and how many. */
  squares: Float64Array
  edges: Float64Array
  /** Where edges are counted: how many of them were right (expected), in objects. */
  exact: Float64Array
  /** As in online.ts: see isProven. */
  compared: Float64Array
  matched: Float64Array
  /** Expected objects, and items; of false candidates: how often another one marked it too, and could have. */
  objects: number
  items: number
  joined: number
  couldJoin: number
  /** How well each of `hardnesses` foretells who marks what: the sum of its log likelihoods. */
  fits: Float64Array
}

/**
 * How much harder some objects are to see than others: the width of a normal distribution on the logit scale of the detection rate. One
 * of these, by what the crowd has shown.
 */
export const hardnesses = [0, 0.5, 1, 1.5]

/** The columns of a worker, in the order in which they are packed. */
export const columns = [
  'found',
  'there',
  'extra',
  'answers',
  'squares',
  'edges',
  'exact',
  'compared',
  'matched',
] as const
export const sums = ['objects', 'items', 'joined', 'couldJoin'] as const

export function emptyCrowd(room = 16): ObjectsCrowd {
  const column = () => new Float64Array(room)
  return {
    room,
    ...{ found: column(), there: column(), extra: column(), answers: column() },
    ...{ squares: column(), edges: column(), exact: column() },
    ...{ compared: column(), matched: column() },
    ...{ objects: 0, items: 0, joined: 0, couldJoin: 0 },
    fits: new Float64Array(hardnesses.length),
  }
}

export function makeRoom(crowd: ObjectsCrowd, worker: number): void {
  if (worker < crowd.room) return
  crowd.room = Math.max(worker + 1, crowd.room * 2)
  for (const name of columns) {
    const larger = new Float64Array(crowd.room)
    larger.set(crowd[name])
    crowd[name] = larger
  }
}

/** What is thought of any crowd, and as how many observations that counts. */
const anyCrowd = {
  detection: { mean: 0.8, strength: 20 },
  extra: { mean: 0.3, strength: 20 },
  noise: { mean: 0.05, strength: 20 },
  exact: { mean: 0.9, strength: 20 },
  objects: { mean: 1.5, strength: 5 },
  joins: { mean: 0.02, strength: 400 },
  hardness: { mean: 1, width: 0.3 },
}
/** As how many observations the crowd's own figure counts for one worker. */
const ofOne = { detection: 8, extra: 6, noise: 12, exact: 12 }

/** The figures of the crowd, and of each worker. */
export type Rates = {
  /** Objects an item has. */
  objects: number
  /** How often another person marks what one marked falsely. */
  joins: number
  /** How much harder some objects are than others. */
  hardness: number
  detection(worker: number): number
  extra(worker: number): number
  /** Relative to the object's size. */
  noise(worker: number): number
  /** How often an edge is just where they say, where edges are counted. */
  exact(worker: number): number
}

export function ratesOf(crowd: ObjectsCrowd): Rates {
  const known = (worker: number) => worker < crowd.room
  const detection = shrunk(total(crowd.found), total(crowd.there), anyCrowd.detection)
  const extra = shrunk(total(crowd.extra), total(crowd.answers), anyCrowd.extra)
  const noise = Math.sqrt(
    shrunk(total(crowd.squares), total(crowd.edges), { ...anyCrowd.noise, mean: anyCrowd.noise.mean ** 2 }),
  )
  const exact = shrunk(total(crowd.exact), total(crowd.edges), anyCrowd.exact)
  const own = (of: Float64Array, among: Float64Array, worker: number, mean: number, strength: number) =>
    known(worker) ? shrunk(of[worker]!, among[worker]!, { mean, strength }) : mean
  return {
    objects: shrunk(crowd.objects, crowd.items, anyCrowd.objects),
    joins: shrunk(crowd.joined, crowd.couldJoin, anyCrowd.joins),
    hardness: hardnessOf(crowd),
    detection: (worker) => within(own(crowd.found, crowd.there, worker, detection, ofOne.detection)),
    extra: (worker) => Math.max(1e-4, own(crowd.extra, crowd.answers, worker, extra, ofOne.extra)),
    noise: (worker) => Math.sqrt(own(crowd.squares, crowd.edges, worker, noise ** 2, ofOne.noise)),
    // Whoever is right less often than by chance is not taken by the contrary.
    exact: (worker) => Math.max(0.25, within(own(crowd.exact, crowd.edges, worker, exact, ofOne.exact))),
  }
}

/** The mean of the posterior: what is thought of any crowd, times how well each fits this one. */
function hardnessOf({ fits }: ObjectsCrowd): number {
  const { mean, width } = anyCrowd.hardness
  const logs = hardnesses.map((hardness, h) => fits[h]! - ((hardness - mean) / width) ** 2 / 2)
  const max = Math.max(...logs)
  const weights = logs.map((log) => Math.exp(log - max))
  return weights.reduce((sum, weight, h) => sum + weight * hardnesses[h]!, 0) / weights.reduce((a, b) => a + b)
}

function shrunk(sum: number, count: number, { mean, strength }: { mean: number; strength: number }): number {
  return (sum + strength * mean) / (count + strength)
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Nobody finds everything, or nothing, for sure. */
function within(share: number): number {
  return Math.min(0.995, Math.max(0.005, share))
}
