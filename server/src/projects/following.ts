import type { ApplyTo } from '@whisker/api/project-settings.ts'

/** Where the tasks of a project are on their way to its newest form: kept in its row, so that it goes on after a crash. */
export type Following = {
  apply_to: ApplyTo
  /** Index in `stages`, and the last task that was looked at in it. */
  stage: number
  from: string
  /** When this pass over the tasks began, by the clock of the database. */
  since: string | null
}

/** From the beginning. */
export const followingAnew = (apply_to: ApplyTo): Following => ({ apply_to, stage: 0, from: nobody, since: null })

export const nobody = '00000000-0000-0000-0000-000000000000'
