import { queryOptions } from '@tanstack/react-query'
import { service } from '../../service/client.ts'
import { liveMs } from '../../service/queries.ts'
import { keyOf } from '../../service/query-keys.ts'

/** The projects of the workspace, newest first; at most 1000, which is all that a list can be searched for. */
export const projectsQuery = () =>
  queryOptions({
    queryKey: keyOf.projects(),
    queryFn: () => service.listProjects({ query: { limit: 1000 } }),
    staleTime: 15_000,
  })

export const projectQuery = (id: number) =>
  queryOptions({
    queryKey: keyOf.project(id),
    queryFn: () => service.readProject({ params: { project_id: id } }),
  })

export const progressQuery = (id: number) =>
  queryOptions({
    queryKey: keyOf.progress(id),
    queryFn: () => service.readProgress({ params: { project_id: id } }),
    refetchInterval: liveMs,
  })
