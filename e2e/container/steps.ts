/** A step of a container file: `RUN`, and what follows it. */
export type Step = { word: string; text: string }

/** @returns the stages of a container file, each from its `FROM` on; comments and empty lines are left out. */
export function stagesOf(file: string): Step[][] {
  const lines = file.replace(/\\\n/g, ' ').split('\n')
  const stages: Step[][] = []
  for (const line of lines) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [, word, text] = /^([A-Z]+) (.+)$/.exec(line) ?? []
    if (!word || !text) throw new Error(`This is no step of a container file: ${line}`)
    if (word === 'FROM') stages.push([])
    stages.at(-1)!.push({ word, text })
  }
  return stages
}

/** What a stage ends with, as a container that is started gets it. */
export function runOf(stage: readonly Step[]) {
  const last = (word: string) => stage.findLast((step) => step.word === word)?.text
  const env = stage.filter(({ word }) => word === 'ENV').map(({ text }) => text.split(/=(.*)/s).slice(0, 2))
  return {
    user: last('USER') ?? 'root',
    folder: last('WORKDIR') ?? '/',
    volumes: stage.filter(({ word }) => word === 'VOLUME').map(({ text }) => text),
    env: Object.fromEntries(env) as Record<string, string>,
    command: JSON.parse(last('CMD') ?? '[]') as string[],
    isHealthy: JSON.parse(/CMD (\[.*\])$/.exec(last('HEALTHCHECK') ?? '')?.[1] ?? '[]') as string[],
  }
}
