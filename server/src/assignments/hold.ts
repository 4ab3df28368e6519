/** A task that is held, by whom, and the token that was given with it: what every step after a take must name. */
export type Hold = { projectId: number; assignmentId: string; workerId: string; token: string }
