import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { BucketObject } from '@whisker/api/buckets.ts'
import { ApiError } from '@whisker/api/client.ts'
import type { DatasetFormatName, ExportFormat } from '@whisker/api/export-formats.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { service } from '../../../service/client.ts'
import { everyPage } from '../../../service/every-page.ts'
import { liveMs } from '../../../service/queries.ts'
import { keyOf } from '../../../service/query-keys.ts'

export const answersQuery = (projectId: number) =>
  queryOptions({
    queryKey: keyOf.answersOfProject(projectId),
    queryFn: () => service.listProjectAnswers({ params: { project_id: projectId }, query: { limit: 30 } }),
    refetchInterval: liveMs,
  })

export const labelLinkQuery = (projectId: number) =>
  queryOptions({
    queryKey: keyOf.labelLink(projectId),
    queryFn: () => service.readLabelLink({ params: { project_id: projectId } }),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The service keeps it for some seconds, longer for a large project. */
export const summaryQuery = (projectId: number) =>
  queryOptions({
    queryKey: keyOf.summary(projectId),
    queryFn: () => service.readSummary({ params: { project_id: projectId } }),
    refetchInterval: 5000,
  })

export const estimateQuery = (
  projectId: number,
  format: ExportFormat | DatasetFormatName,
  release: number | undefined,
) =>
  queryOptions({
    queryKey: keyOf.exportEstimate(projectId, format, release),
    queryFn: () =>
      service.estimateExport({
        params: { project_id: projectId },
        query: { format, ...(release !== undefined && { release: String(release) }) },
      }),
  })

export const taskQuery = (taskId: string) =>
  queryOptions({
    queryKey: keyOf.task(taskId),
    queryFn: () => service.readTask({ params: { task_id: taskId } }),
  })

export const taskAnswersQuery = (taskId: string) =>
  queryOptions({
    queryKey: keyOf.answers(taskId),
    queryFn: () => service.listAnswers({ params: { task_id: taskId } }),
    refetchInterval: liveMs,
  })

export const workersQuery = (projectId: number) =>
  queryOptions({
    queryKey: keyOf.workers(projectId),
    queryFn: () => service.listProjectWorkers({ params: { project_id: projectId } }),
    refetchInterval: 10_000,
  })

export const workerQuery = (projectId: number, workerId: string) =>
  queryOptions({
    queryKey: keyOf.worker(projectId, workerId),
    queryFn: () => service.readWorker({ params: { project_id: projectId, worker_id: workerId } }),
    refetchInterval: 5000,
  })

export type ReportFilter = { task_id?: string; settled?: 'true' | 'false' }

/** Reports of workers; `keyOf.reports` is what is invalidated when one of them was settled. */
export const reportsQuery = (projectId: number, filter: ReportFilter) =>
  infiniteQueryOptions({
    queryKey: keyOf.reportsLike(projectId, filter),
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
    queryKey: keyOf.skipped(projectId),
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
    queryKey: keyOf.gold(projectId),
    queryFn: ({ pageParam }) =>
      service.listGold({ params: { project_id: projectId }, query: pageParam === '' ? {} : { after: pageParam } }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })

export const taskEventsQuery = (taskId: string) =>
  queryOptions({
    queryKey: keyOf.events(taskId),
    queryFn: () => everyPage((query) => service.listTaskEvents({ params: { task_id: taskId }, query })),
    refetchInterval: liveMs,
  })

export const taskCorrectionsQuery = (taskId: string) =>
  queryOptions({
    queryKey: keyOf.corrections(taskId),
    queryFn: () => everyPage((query) => service.listCorrections({ params: { task_id: taskId }, query })),
    refetchInterval: liveMs,
  })

/** Asked again when the result is another one. */
export const explanationQuery = (task: Pick<Task, 'id' | 'completed_at' | 'confidence' | 'method'>) =>
  queryOptions({
    queryKey: keyOf.explanation(task),
    queryFn: () => service.readExplanation({ params: { task_id: task.id } }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const synonymsQuery = (projectId: number) =>
  queryOptions({
    queryKey: keyOf.synonyms(projectId),
    queryFn: () => service.listSynonymSuggestions({ params: { project_id: projectId } }),
  })

/** Working it out takes the service some seconds for a large project; it is kept as long as the service keeps it. */
export const suspicionsQuery = (projectId: number) =>
  queryOptions({
    queryKey: keyOf.suspicions(projectId),
    queryFn: () => service.listSuspicions({ params: { project_id: projectId } }),
    staleTime: 60_000,
  })

/** As the suspicions. */
export const reportQuery = (projectId: number) =>
  queryOptions({
    queryKey: keyOf.quality(projectId),
    queryFn: () => service.readReport({ params: { project_id: projectId } }),
    staleTime: 60_000,
  })

export const releasesQuery = (projectId: number) =>
  infiniteQueryOptions({
    queryKey: keyOf.releases(projectId),
    queryFn: ({ pageParam }) =>
      service.listReleases({ params: { project_id: projectId }, query: { ...(pageParam && { after: pageParam }) } }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next,
  })

/** The bucket that is followed, if there is one; the answer is an object, since "nothing" is not to be taken for "not read yet". */
export const bucketQuery = (projectId: number) =>
  queryOptions({
    queryKey: keyOf.bucket(projectId),
    queryFn: async () => {
      try {
        return { bucket: await service.readBucket({ params: { project_id: projectId } }) }
      } catch (error) {
        if (error instanceof ApiError && error.code === 'not_found') return { bucket: null }
        throw error
      }
    },
    refetchInterval: liveMs,
  })

export type ObjectState = BucketObject['state'] | 'replaced'

export const bucketObjectsQuery = (projectId: number, state: ObjectState) =>
  infiniteQueryOptions({
    queryKey: keyOf.bucketObjects(projectId, state),
    queryFn: ({ pageParam }) =>
      service.listBucketObjects({
        params: { project_id: projectId },
        query: { limit: 50, state, ...(pageParam && { after: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    refetchInterval: 5000,
  })
