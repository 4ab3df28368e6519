import { type OnlineModel, onlinePosterior, onlinePublished } from '../online.ts'
import { likeliest } from '../posterior.ts'
import { defaultRho, soften } from '../publish.ts'

/** What the objects of a field can be called: the options, and their table where there are few enough. */
export type Labels = { classes: string[]; model: OnlineModel | null }

export type Named = { label: string | undefined; raw: number; published: number; tied: boolean }

/** How often somebody names an object rightly, where no table says so. */
const usual = 0.9

/** Tells what an object is called, by those who marked it. What one person says alone comes often: it is worked out once. */
export function namer(labels: Labels): (workers: number[], said: (string | undefined)[]) => Named {
  const alone = new Map<string, Named>()
  return (workers, said) => {
    if (said.length > 1 || said[0] === undefined) return nameOf(labels, workers, said)
    const key = `${workers[0]} ${said[0]}`
    const known = alone.get(key) ?? nameOf(labels, workers, said)
    alone.set(key, known)
    return known
  }
}

function nameOf(labels: Labels, workers: number[], said: (string | undefined)[]): Named {
  if (said.every((label) => label === undefined)) return { label: undefined, raw: 1, published: 1, tied: false }
  const { classes, model } = labels
  const numbers = said.map((label) => classes.indexOf(label ?? ''))
  return model && !numbers.includes(-1) ? byTable(classes, model, workers, numbers) : byVotes(classes.length, said)
}

function byTable(classes: string[], model: OnlineModel, workers: number[], labels: number[]): Named {
  const raw = onlinePosterior(model, { workers, labels })
  const published = onlinePublished(model, { workers, labels })
  const { winner, tied } = likeliest(published, classes.length)
  return { label: classes[winner], raw: raw[winner]!, published: published[winner]!, tied }
}

/** All are thought to name as well: the odds of a name grow with each vote for it. */
function byVotes(classes: number, said: (string | undefined)[]): Named {
  const others = Math.max(1, classes - 1)
  const ratio = (usual * others) / (1 - usual)
  const names = [...new Set(said)].sort()
  const odds = names.map((name) => ratio ** said.filter((one) => one === name).length)
  const unsaid = Math.max(0, classes - names.length)
  const sum = odds.reduce((total, each) => total + each, unsaid)
  const raw = Float64Array.from([...odds, unsaid], (each) => each / sum)
  const soft = Float64Array.from(raw)
  soften(soft, soft.length, defaultRho, said.length)
  const { winner, tied } = likeliest(raw, names.length)
  return { label: names[winner], raw: raw[winner]!, published: soft[winner]!, tied }
}
