import { queryOptions } from '@tanstack/react-query'
import { service } from '../../../service/client.ts'
import { liveMs } from '../../../service/queries.ts'

export const answersQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'answers'],
    queryFn: () => service.listProjectAnswers({ params: { project_id: projectId }, query: { limit: 30 } }),
    refetchInterval: liveMs,
  })

export const labelLinkQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'label-link'],
    queryFn: () => service.readLabelLink({ params: { project_id: projectId } }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const taskQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['task', taskId],
    queryFn: () => service.readTask({ params: { task_id: taskId } }),
  })

export const taskAnswersQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['task', taskId, 'answers'],
    queryFn: () => service.listAnswers({ params: { task_id: taskId } }),
    refetchInterval: liveMs,
  })

export const workersQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'workers'],
    queryFn: () => service.listProjectWorkers({ params: { project_id: projectId } }),
    refetchInterval: 5000,
  })

/** Working it out takes the service some seconds for a large project; it is kept as long as the service keeps it. */
export const reportQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'report'],
    queryFn: () => service.readReport({ params: { project_id: projectId } }),
    staleTime: 60_000,
  })
