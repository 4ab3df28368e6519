import { parseArgs } from 'node:util'
import { bitsPerAnswer } from '../src/consolidation/bits.ts'
import { fitHierarchical } from '../src/consolidation/hierarchical.ts'
import { seededRandom } from '../src/consolidation/simulate-crowd.ts'
import { type Crowd, loadCrowds } from './crowds.ts'
import { type Method, methodsByName, withGold } from './methods.ts'
import { printJoins } from './names/measure.ts'
import { namers } from './names/namers.ts'
import { printObjects } from './objects/measure.ts'
import { printPlaces } from './places/measure.ts'
import { printRanks } from './ranks/measure.ts'
import { references } from './reference.ts'
import { replay } from './replay.ts'
import { printRows } from './rows/measure.ts'
import { areaUnderCurve, mean, meanScores, type Scores, score } from './scores.ts'
import { benchService } from './service.ts'
import { printSpans } from './spans/measure.ts'
import { timeBatch, timeOnline } from './speed.ts'
import { shuffled, thinned, withSpammers } from './variations.ts'

/**
 * How good is consolidation? Prints, per crowd: accuracy, calibration and time of every method on all answers, at overlap
 * 3, 5 and 10, with 30 % spammers, with gold, and what the dynamic policy pays and gets; then speed and memory.
 *
 *   npm run bench:quality                        simulated crowds
 *   CROWD_DATA=folder npm run bench:quality      <set>/answers.csv (task,worker,label) and truth.csv (task,label)
 *   ... -- --json                                the same for machines
 *   ... -- --large                               also 100 million answers
 *   ... -- --names                               only how texts are joined to names: see names/measure.ts
 *   ... -- --objects                            only how boxes of several people become one: see objects/measure.ts
 *   ... -- --places                             only how species of a tree come out: see places/measure.ts
 *   ... -- --rows                               only how rows of several people become one answer: see rows/measure.ts
 *   ... -- --spans                              only how marked parts of a text do: see spans/measure.ts
 *   ... -- --ranks                              only how orders come out: see ranks/measure.ts
 *   ... -- --service                             the policy through the real service instead: see service.ts
 */

const seedsOfEach = 10
/** A crowd above this many answers gets fewer repetitions; its figures vary less, too. */
const largeCrowd = 20_000
const goldTasks = 50
const policy = { minAnswers: 2, maxAnswers: 10, confidence: 0.95 }

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean' },
    large: { type: 'boolean' },
    service: { type: 'boolean' },
    names: { type: 'boolean' },
    objects: { type: 'boolean' },
    places: { type: 'boolean' },
    rows: { type: 'boolean' },
    spans: { type: 'boolean' },
    ranks: { type: 'boolean' },
  },
})
if (flags.service) {
  await benchService()
  process.exit(0)
}

if (flags.objects) {
  printObjects()
  process.exit(0)
}

if (flags.places) {
  printPlaces()
  process.exit(0)
}

if (flags.rows) {
  printRows()
  process.exit(0)
}

if (flags.spans) {
  printSpans()
  process.exit(0)
}

if (flags.ranks) {
  printRanks()
  process.exit(0)
}

if (flags.names) {
  printJoins(namers)
  process.exit(0)
}

// Speed first: the peak memory of a process only rises, and a crowd's copies would be counted with it.
const speed = { batch: [timeBatch(1e6, 2000)], online: timeOnline() }
const crowds = loadCrowds(process.env.CROWD_DATA)
const report = { seeds: seedsOfEach, bins: 10, crowds: crowds.map(measure), speed }
if (flags.large) speed.batch.push(timeBatch(1e8, 50_000))

if (flags.json) console.log(JSON.stringify(report, null, 2))
else {
  print()
  printJoins(namers)
  printObjects()
  printPlaces()
  printRows()
  printSpans()
  printRanks()
}

function measure(crowd: Crowd) {
  const { answers } = crowd
  const seeds = answers.label.length > largeCrowd ? 3 : seedsOfEach
  const runs = Array.from({ length: seeds }, (_, i) => i + 1)
  const longest = longestTask(crowd)
  const overlaps = [3, 5, 10].filter((overlap) => overlap < longest)
  const spammed = runs.map((seed) => withSpammers(crowd, seed))
  const replays = runs.map((seed) => replay(crowd, policy, seed))
  return {
    name: crowd.name,
    tasks: answers.tasks,
    workers: answers.workers,
    answers: answers.label.length,
    classes: answers.classes,
    reference: references[crowd.name] ?? null,
    allAnswers: perMethod((method) => timed(crowd, method)),
    byOverlap: overlaps.map((overlap) => {
      const samples = runs.map((seed) => thinned(crowd, overlap, seed))
      return { overlap, methods: perMethod((method) => averaged(samples, method)) }
    }),
    withSpammers: {
      methods: perMethod((method) => averaged(spammed, method)),
      bitsAuc: mean(spammed.map(separation)),
    },
    withGold: goldScores(crowd, runs),
    dynamic: {
      policy: policy,
      answersPerTask: mean(replays.map((each) => each.answersPerTask)),
      accuracy: mean(replays.map((each) => each.accuracy)),
      onlineAccuracy: mean(replays.map((each) => each.onlineAccuracy)),
      review: mean(replays.map((each) => each.review)),
    },
  }
}

function perMethod<T>(run: (method: Method) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(methodsByName).map(([name, method]) => [name, run(method)]))
}

function timed(crowd: Crowd, method: Method): Scores & { ms: number } {
  const started = performance.now()
  const posterior = method(crowd.answers)
  return { ms: performance.now() - started, ...score(crowd, posterior) }
}

function averaged(samples: Crowd[], method: Method): Scores {
  return meanScores(samples.map((sample) => score(sample, method(sample.answers))))
}

/** How well bits per answer tell spammers from the crowd they joined. */
function separation({ answers, spammers }: Crowd & { spammers: number }): number {
  const model = fitHierarchical(answers)
  const bits = Array.from({ length: answers.workers }, (_, w) => bitsPerAnswer(model, w).bits)
  return areaUnderCurve(bits.slice(0, -spammers), bits.slice(-spammers))
}

/** 50 random gold tasks; scored on all other tasks, with and without knowing them. */
function goldScores(crowd: Crowd, runs: number[]) {
  const known = Array.from(crowd.truth.keys()).filter((t) => crowd.truth[t]! >= 0)
  const scores = runs.map((seed) => {
    const chosen = new Set(shuffled([...known], seededRandom(seed)).slice(0, goldTasks))
    const gold = crowd.truth.map((truth, t) => (chosen.has(t) ? truth : -1))
    const others = (task: number) => !chosen.has(task)
    return {
      without: score(crowd, methodsByName.default!(crowd.answers), others),
      with: score(crowd, withGold(crowd.answers, gold), others),
    }
  })
  return { without: meanScores(scores.map((each) => each.without)), with: meanScores(scores.map((each) => each.with)) }
}

function longestTask({ answers }: Crowd): number {
  let longest = 0
  for (let t = 0; t < answers.tasks; t++) longest = Math.max(longest, answers.start[t + 1]! - answers.start[t]!)
  return longest
}

function print(): void {
  const n = (value: number, digits: number, width: number) => value.toFixed(digits).padStart(width)
  const line = (name: string, { accuracy, calibrationError, logLoss }: Scores, rest = '') =>
    console.log(`  ${name.padEnd(16)}${n(accuracy, 2, 8)}${n(calibrationError, 1, 8)}${n(logLoss, 3, 9)}${rest}`)
  for (const crowd of report.crowds) {
    const { name, tasks, workers, answers, classes, reference } = crowd
    console.log(`\n${name}: ${tasks} tasks, ${workers} workers, ${answers} answers, ${classes} classes`)
    if (reference) {
      const { majority, plainDs, hds3, crowdKit, floor, ambition } = reference
      console.log(`  reference: majority ${majority}, plain DS ${plainDs}, HDS3 ${hds3}, Crowd-Kit's best ${crowdKit}`)
      const own = crowd.allAnswers.default!.accuracy
      const verdict = own >= ambition ? 'at the ambition' : own >= floor ? 'above the floor' : 'BELOW THE FLOOR'
      console.log(`  floor ${floor}, ambition ${ambition}: the default is ${verdict}`)
    }
    console.log('  all answers     accuracy  ECE %  log-loss       ms')
    for (const [method, scores] of Object.entries(crowd.allAnswers)) line(method, scores, n(scores.ms, 1, 9))
    for (const { overlap, methods } of crowd.byOverlap) {
      console.log(`  overlap ${overlap}`)
      for (const [method, scores] of Object.entries(methods)) line(method, scores)
    }
    console.log(
      `  with 30 % spammers (bits per answer tell them apart with AUC ${crowd.withSpammers.bitsAuc.toFixed(2)})`,
    )
    for (const [method, scores] of Object.entries(crowd.withSpammers.methods)) line(method, scores)
    console.log(`  the default with ${goldTasks} gold tasks, on the other tasks`)
    line('without', crowd.withGold.without)
    line('with', crowd.withGold.with)
    const { answersPerTask, accuracy, onlineAccuracy, review } = crowd.dynamic
    console.log(
      `  dynamic, ${policy.confidence}: ${answersPerTask.toFixed(2)} answers per task, ${accuracy.toFixed(1)} % right ` +
        `(online alone ${onlineAccuracy.toFixed(1)}), ${review.toFixed(1)} % for review`,
    )
  }
  for (const batch of report.speed.batch) {
    const total = batch.buildMs + batch.fitMs + batch.publishMs
    console.log(
      `\n${batch.answers / 1e6} million answers, 4 classes: ${total.toFixed(0)} ms (arrays ${batch.buildMs.toFixed(0)}, fit ` +
        `${batch.fitMs.toFixed(0)}, labels ${batch.publishMs.toFixed(0)}), process at most ${batch.peakMb.toFixed(0)} MB`,
    )
  }
  const { posteriorsPerSecond, pushesPerSecond } = report.speed.online
  console.log(
    `online: ${Math.round(posteriorsPerSecond / 1000)} thousand posteriors and ${Math.round(pushesPerSecond / 1000)} ` +
      'thousand pushes (posterior, tables of five workers, policy inputs) per second',
  )
  console.log(
    "ECE: ten equal bins of the winner's probability. Ties count half (a third, ...). Mean over 10 seeds (3 above 20,000 answers).",
  )
}
