import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from '@whisker/api/client.ts'
import { onHealed } from './connection.ts'
import { isPassing } from './problem.ts'

/** How often pages that show work in progress look again, while they are visible. */
export const liveMs = 2500

/** The cache of all server state. `onSignedOut` runs when any request says that nobody is signed in. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  const watch = (error: unknown) => {
    if (error instanceof ApiError && error.code === 'unauthenticated') onSignedOut()
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: watch }),
    mutationCache: new MutationCache({ onError: watch }),
    defaultOptions: {
      queries: {
        // `navigator.onLine` is no measure of whether Whisker answers (it may run on this very machine).
        networkMode: 'always',
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && isPassing(error),
      },
      mutations: { networkMode: 'always' },
    },
  })
  onHealed(() => void client.invalidateQueries())
  return client
}
