import { ApiProblem } from '../../problem.ts'

export function refused(why: string): ApiProblem {
  return new ApiProblem('sign_in_refused', `${why} Nobody was signed in. Begin again.`)
}

/** For a member with a password, where it does not count. */
export function onlyBy(name: string): ApiProblem {
  return new ApiProblem('forbidden', `Members of a workspace sign in with ${name} here, and not with a password.`)
}
