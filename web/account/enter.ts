import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { Session } from '@whisker/api/sessions.ts'
import { base } from '../service/base.ts'
import { safeNext, sessionQuery } from './session.ts'

/** Goes to where somebody was on the way to, now that they are signed in. */
export function useEnter() {
  const cache = useQueryClient()
  const router = useRouter()
  return (session: Session, next: unknown) => {
    cache.clear()
    cache.setQueryData(sessionQuery.queryKey, session)
    const to = safeNext(next)
    // The worker's page is an application of its own; who is in no workspace has nothing else here.
    if (session.memberships.length === 0 || /^\/work(?=$|[/?])/.test(to))
      window.location.replace(`${base}/app${to.startsWith('/work') ? to : '/work'}`)
    else void router.navigate({ href: to, replace: true })
  }
}
