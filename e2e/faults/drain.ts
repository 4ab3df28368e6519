import type postgres from 'postgres'
import { pause } from './ask.ts'
import type { Run } from './clients/run.ts'
import { joinProject, maxAnswers, type Project } from './clients/site.ts'
import { submit, take } from './clients/work.ts'

const patienceMs = 120_000

/**
 * People whom the projects have never seen answer everything that is left, until each of them is told that there is
 * nothing more. Whatever is open afterwards can be reached by nobody.
 */
export async function drain(run: Run, sql: postgres.Sql): Promise<void> {
  // What the clients hold is abandoned now: its time passes here, and the service takes it back.
  run.history.expiredAt = run.history.now()
  await sql`update assignments set deadline = now() where state = 'active'`
  const ids = run.projects.map(({ id }) => id)
  await until(async () => {
    const [left] = await sql`
      select from projects where id = any(${ids}) and overlap_pending
      union all select from assignments where project_id = any(${ids}) and state = 'active' and deadline <= now() limit 1`
    return !left
  })
  await Promise.all(run.projects.map((project) => finish(run, project)))
}

async function finish(run: Run, project: Project): Promise<void> {
  const fresh: string[] = []
  for (let n = 0; n <= maxAnswers[project.kind]; n++) fresh.push(await joinProject(run, project.id))
  const end = performance.now() + patienceMs
  // An answer of one may make a task want one more, so all must be told so in the same turn.
  for (let given = 1; given > 0 && performance.now() < end; )
    given = (await Promise.all(fresh.map((key) => answerAll(run, project, key, end)))).reduce((a, b) => a + b)
}

async function answerAll(run: Run, project: Project, key: string, end: number): Promise<number> {
  for (let given = 0; ; ) {
    const { held, reason } = await take(run, project, key, 10)
    for (const hold of held) await submit(run, key, hold)
    given += held.length
    if (reason === 'none_left' || performance.now() > end) return given
    // Nothing for the moment: others hold what is left, or its pictures are away.
    if (held.length === 0) await pause(100)
  }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 30_000; performance.now() < end && !(await isSo()); ) await pause(100)
}
