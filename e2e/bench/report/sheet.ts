import { readFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import type { Figure, Grown, Machine, Run } from './figure.ts'
import { lineOf } from './words.ts'

/** Takes the figures of a run, and tells each on the console when it is there. */
export class Sheet {
  private readonly figures: Figure[] = []
  private readonly growth: Grown[] = []
  private readonly loadBefore = loadavg()[0] as number

  add(figure: Figure): Figure {
    this.figures.push(figure)
    process.stdout.write(`${lineOf(figure)}\n`)
    return figure
  }

  grow(grown: Grown): void {
    this.growth.push(grown)
  }

  run(): Run {
    const { figures, growth } = this
    return { day: new Date().toISOString().slice(0, 10), machine: machine(this.loadBefore), figures, growth }
  }
}

function machine(loadBefore: number): Machine {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model.trim() || modelOfSystem(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    loadBefore: Math.round(loadBefore * 10) / 10,
    loadAfter: Math.round((loadavg()[0] as number) * 10) / 10,
  }
}

/** Some machines say it here only. */
function modelOfSystem(): string {
  try {
    return /model name\s*: (.+)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown processor'
  } catch {
    return 'unknown processor'
  }
}
