import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { sessionQuery } from '../../account/session.ts'
import { service } from '../../service/client.ts'
import { notifyProblem } from '../../ui/notify.ts'

/** Ends the session here, and forgets all that was read with it. */
export function useSignOut() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await service.signOut()
    } catch (error) {
      return notifyProblem(error)
    }
    await navigate({ to: '/sign-in', replace: true })
    cache.clear()
    cache.setQueryData(sessionQuery.queryKey, null)
  }
}
