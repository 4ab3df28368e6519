import type { Grown } from './figure.ts'
import { spoken } from './words.ts'

const size = { width: 640, height: 300, left: 52, right: 52, top: 46, bottom: 44 }
const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.bottom }

const style = `
  text { font: 12px system-ui, sans-serif; fill: #333 }
  .title { font-size: 14px; font-weight: 600 }
  .grid { stroke: #ddd }
  .rate { stroke: #0b62c4; fill: none } .rate.dot, text.rate { fill: #0b62c4; stroke: none }
  .cost { stroke: #b4510a; fill: none } .cost.dot, text.cost { fill: #b4510a; stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #ddd } .grid { stroke: #444 }
    .rate { stroke: #6db3ff } .rate.dot, text.rate { fill: #6db3ff }
    .cost { stroke: #ffab66 } .cost.dot, text.cost { fill: #ffab66 }
  }`

/** Growth as a picture: cycles a second on the left, processor a cycle on the right, tasks below in powers of ten. */
export function plotGrowth(growth: readonly Grown[]): string {
  const across = growth.map(({ tasks }) => Math.log10(tasks))
  const [first, last] = [Math.min(...across), Math.max(...across)]
  const x = (at: number) =>
    size.left + (last === first ? 0.5 : ((across[at] as number) - first) / (last - first)) * inner.width
  const costs = growth.map(({ processorMs }) => processorMs ?? 0)
  const names = growth.map(
    ({ tasks }, at) => `<text x="${round(x(at))}" y="${size.height - 22}" text-anchor="middle">${spoken(tasks)}</text>`,
  )
  const lines = [
    curve(
      'rate',
      growth.map(({ perSecond }) => perSecond),
      x,
      (value) => spoken(Math.round(value)),
      -10,
    ),
    ...(costs.some((cost) => cost > 0) ? [curve('cost', costs, x, (value) => `${spoken(value)} ms`, 20)] : []),
  ]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="A cycle of take and submit in larger and larger projects">`,
    `<style>${style}\n</style>`,
    `<text class="title" x="${size.left}" y="18">A cycle of take and submit, 32 workers</text>`,
    `<text class="rate" x="${size.left}" y="36">cycles a second</text>`,
    `<text class="cost" x="${size.width - size.right}" y="36" text-anchor="end">processor a cycle</text>`,
    ...[0, 0.5, 1].map((part) => {
      const y = size.top + part * inner.height
      return `<line class="grid" x1="${size.left}" x2="${size.width - size.right}" y1="${y}" y2="${y}"/>`
    }),
    ...lines,
    ...names,
    `<text x="${size.width / 2}" y="${size.height - 6}" text-anchor="middle">tasks in the project, as many answers</text>`,
    '</svg>\n',
  ].join('\n')
}

/** Each from nothing to a fourth above its largest value. */
function curve(
  name: string,
  values: number[],
  x: (at: number) => number,
  say: (value: number) => string,
  below: number,
): string {
  const y = (value: number) => size.top + inner.height * (1 - value / (Math.max(...values) * 1.25))
  const points = values.map((value, at) => `${round(x(at))},${round(y(value))}`)
  const dots = values.map(
    (value, at) =>
      `<circle class="${name} dot" cx="${round(x(at))}" cy="${round(y(value))}" r="4"/><text class="${name}" x="${round(x(at))}" y="${round(y(value) + below)}" text-anchor="middle">${say(value)}</text>`,
  )
  return [`<polyline class="${name}" stroke-width="2" points="${points.join(' ')}"/>`, ...dots].join('\n')
}

const round = (value: number) => Math.round(value * 10) / 10
