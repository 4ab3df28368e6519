import type { WithCrowds } from './crowd/has.ts'

/** What one running server has. Made once in main.ts (or a test), handed to each noun's routes and jobs. */
export type Server = WithCrowds
