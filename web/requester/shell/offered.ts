import { useRights } from '../../account/session.ts'
import type { NamedPage, Place } from '../pages.ts'

/** The pages of a list that stand at a place, as far as they concern who is signed in. */
export function useOffered<P extends NamedPage, At extends Place>(pages: readonly P[], place: At) {
  const may = useRights()
  return pages.filter((page): page is Extract<P, { place: At }> & NamedPage => page.place === place && may(page.may))
}

/** The pages of a list that can be gone to without knowing more. */
export function withoutParameters<P extends NamedPage>(pages: readonly P[]) {
  return pages.filter(
    (page): page is Exclude<P, { path: `${string}$${string}` }> & NamedPage => !page.path.includes('$'),
  )
}
