import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { Task } from '@whisker/api/tasks.ts'
import { service } from '../../../service/client.ts'
import { everyPage } from '../../../service/every-page.ts'
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

/** The service keeps it for some seconds, longer for a large project. */
export const summaryQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'summary'],
    queryFn: () => service.readSummary({ params: { project_id: projectId } }),
    refetchInterval: 5000,
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
    refetchInterval: 10_000,
  })

export const workerQuery = (projectId: number, workerId: string) =>
  queryOptions({
    queryKey: ['project', projectId, 'workers', workerId],
    queryFn: () => service.readWorker({ params: { project_id: projectId, worker_id: workerId } }),
    refetchInterval: 5000,
  })

export type ReportFilter = { task_id?: string; settled?: 'true' | 'false' }

/** Reports of workers; `['project', id, 'reports']` is what is invalidated when one of them was settled. */
export const reportsQuery = (projectId: number, filter: ReportFilter) =>
  infiniteQueryOptions({
    queryKey: ['project', projectId, 'reports', filter],
    queryFn: ({ pageParam }) =>
      service.listReports({
        params: { project_id: projectId },
        query: { limit: 50, ...filter, ...(pageParam && { after: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

export const skippedQuery = (projectId: number) =>
  infiniteQueryOptions({
    queryKey: ['project', projectId, 'skipped'],
    queryFn: ({ pageParam }) =>
      service.listSkippedTasks({
        params: { project_id: projectId },
        query: { limit: 50, ...(pageParam && { after: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 10_000,
  })

export const goldQuery = (projectId: number) =>
  infiniteQueryOptions({
    queryKey: ['project', projectId, 'gold'],
    queryFn: ({ pageParam }) =>
      service.listGold({ params: { project_id: projectId }, query: pageParam === '' ? {} : { after: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

export const taskEventsQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['task', taskId, 'events'],
    queryFn: () => everyPage((query) => service.listTaskEvents({ params: { task_id: taskId }, query })),
    refetchInterval: liveMs,
  })

export const taskCorrectionsQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['task', taskId, 'corrections'],
    queryFn: () => everyPage((query) => service.listCorrections({ params: { task_id: taskId }, query })),
    refetchInterval: liveMs,
  })

/** Asked again when the result is another one. */
export const explanationQuery = (task: Pick<Task, 'id' | 'completed_at' | 'confidence' | 'method'>) =>
  queryOptions({
    queryKey: ['task', task.id, 'explanation', task.completed_at, task.confidence, task.method],
    queryFn: () => service.readExplanation({ params: { task_id: task.id } }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const synonymsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'synonym-suggestions'],
    queryFn: () => service.listSynonymSuggestions({ params: { project_id: projectId } }),
  })

/** Working it out takes the service some seconds for a large project; it is kept as long as the service keeps it. */
export const suspicionsQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'suspicions'],
    queryFn: () => service.listSuspicions({ params: { project_id: projectId } }),
    staleTime: 60_000,
  })

/** As the suspicions. */
export const reportQuery = (projectId: number) =>
  queryOptions({
    queryKey: ['project', projectId, 'report'],
    queryFn: () => service.readReport({ params: { project_id: projectId } }),
    staleTime: 60_000,
  })
