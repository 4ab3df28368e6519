import { queryOptions, useQuery } from '@tanstack/react-query'
import { ApiError } from '@whisker/api/client.ts'
import { type Role, roles } from '@whisker/api/endpoint.ts'
import { useCallback } from 'react'
import { service } from '../service/client.ts'
import { keyOf } from '../service/query-keys.ts'

/** Who is signed in here; `null` when nobody is. */
export const sessionQuery = queryOptions({
  queryKey: keyOf.session(),
  queryFn: async () => {
    try {
      return await service.readSession()
    } catch (error) {
      if (error instanceof ApiError && error.code === 'unauthenticated') return null
      throw error
    }
  },
  staleTime: 60_000,
})

/** Whether the person may do in this workspace what needs `role`. The server decides; this only spares useless buttons. */
export function useMay(role: Role): boolean {
  return useRights()(role)
}

/** The same for several roles; what needs none is for every member. */
export function useRights(): (role: Role | undefined) => boolean {
  const { data } = useQuery(sessionQuery)
  const own = data?.workspace?.role
  return useCallback(
    (role) => own !== undefined && (role === undefined || roles.indexOf(own) >= roles.indexOf(role)),
    [own],
  )
}

/** The one-time token of a link (`/app/join#<token>`): behind `#`, so that no server, proxy or log sees it. */
export function tokenOfLink(): string {
  return decodeURIComponent(window.location.hash.slice(1))
}

/** Where to go after signing in: only places inside this application. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/projects'
}
