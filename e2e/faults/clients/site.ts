import { ApiError, type Client, createClient } from '@whisker/api/client.ts'
import { pause } from '../ask.ts'

/**
 * `steady` keeps its overlap; that of `moving` is changed all the time; `pictures` needs the store. `single` wants one answer a task, as
 * most do who have a model; in `gold` some tasks have a known answer.
 */
export type Kind = 'steady' | 'moving' | 'pictures' | 'single' | 'gold'

export type Project = { kind: Kind; id: number; workers: string[] }

/** Where clients find a server; `url` is null while none runs. */
export type Place = { key: string; url: () => string | null; client: () => Client }

export type Site = { stand: Place; key: string; projects: Project[] }

export const overlap = { min_answers: 2, max_answers: 3 }
/** Those that `moving` gets, the largest last. */
export const overlaps = [
  { min_answers: 1, max_answers: 2 },
  { min_answers: 2, max_answers: 2 },
  overlap,
  { min_answers: 3, max_answers: 4 },
] as const
export const maxAnswers = {
  ...{ steady: overlap.max_answers, pictures: overlap.max_answers, gold: overlap.max_answers },
  ...{ moving: 4, single: 1 },
}

/** The least that there is: what nobody comes back to is offered again while the run goes on. */
export const holdSeconds = 10

const workersEach = 3

export async function makeSite(stand: Place, kinds: Kind[]): Promise<Site> {
  const site: Site = { stand, key: stand.key, projects: [] }
  for (const kind of kinds) {
    const { id } = await stand.client().createProject({
      body: {
        title: kind,
        ...(kind === 'single' ? { min_answers: 1, max_answers: 1 } : overlap),
        // Nobody is paused: who works here guesses.
        skill_floor: null,
        assignment_seconds: holdSeconds,
        input_spec: [{ name: 'asked', type: kind === 'pictures' ? 'image' : 'text' }],
        output_spec: [{ type: 'input', name: 'animal' }],
      },
    })
    const project: Project = { kind, id, workers: [] }
    for (let n = 0; n < workersEach; n++) project.workers.push(await joinProject(site, id))
    site.projects.push(project)
  }
  return site
}

/** A worker whom the project has never seen; told to come back, they do for ten seconds. @returns what they sign in with */
export async function joinProject({ stand }: Site, projectId: number): Promise<string> {
  for (const end = performance.now() + 10_000; ; ) {
    try {
      const link = await stand.client().readLabelLink({ params: { project_id: projectId } })
      const { token } = await createClient({ url: stand.url() as string }).acceptInvitation({
        body: { token: new URL(link.url).hash.slice(1), cookie: false },
      })
      return token as string
    } catch (error) {
      if (!(error instanceof ApiError) || error.problem.status !== 503 || performance.now() > end) throw error
      await pause(500)
    }
  }
}
