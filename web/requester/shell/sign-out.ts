import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { sessionQuery } from '../../account/session.ts'
import { service } from '../../service/client.ts'
import { notifyProblem } from '../../ui/notify.ts'

/** Ends the session here, and at the provider that it came from; forgets all that was read with it. */
export function useSignOut() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      const { url } = await service.beginSignOut()
      // The provider sends the browser back here.
      if (url) return window.location.assign(url)
    } catch (error) {
      return notifyProblem(error)
    }
    await navigate({ to: '/sign-in', replace: true })
    cache.clear()
    cache.setQueryData(sessionQuery.queryKey, null)
  }
}
