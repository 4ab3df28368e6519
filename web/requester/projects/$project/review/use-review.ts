import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { useState } from 'react'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { valuesOf } from '../../../media/media.ts'

/** Tasks ahead; the list is read again when half of them are done. */
const ahead = 20

/**
 * The queue of a reviewer: unsure tasks, the least certain first. What was decided or skipped leaves at once; the request
 * follows, and a decision that fails brings its task back with the reason.
 */
export function useReview(projectId: number) {
  const cache = useQueryClient()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [decided, setDecided] = useState<Task[]>([])
  const [back, setBack] = useState<Task | null>(null)
  const queue = useQuery({
    queryKey: keyOf.review(projectId),
    queryFn: () =>
      service.listTasks({
        query: {
          project_id: projectId,
          status: 'needs_review',
          order: 'least_confident',
          limit: ahead + (left.size % 900),
        },
      }),
    refetchInterval: 15_000,
  })
  const waiting = (queue.data?.data ?? []).filter((task) => !left.has(task.id) && task.id !== back?.id)
  const tasks = back ? [back, ...waiting] : waiting

  const leave = (task: Task) => {
    setBack(null)
    setLeft((before) => new Set(before).add(task.id))
    if (tasks.length < ahead / 2 && queue.data?.next) void queue.refetch()
  }
  const bringBack = (task: Task) => {
    setLeft((before) => new Set([...before].filter((id) => id !== task.id)))
    setDecided((before) => before.filter((one) => one.id !== task.id))
    setBack(task)
  }
  const changed = () => void cache.invalidateQueries({ queryKey: keyOf.progress(projectId) })

  const decision = useMutation({
    mutationFn: ({ task, result }: { task: Task; result: AnswerItem[] }) =>
      service.correctTask({ params: { task_id: task.id }, body: { result, based_on: task.decided_at } }),
    onMutate: ({ task }) => {
      leave(task)
      setDecided((before) => [...before, task])
    },
    onSuccess: (task) => {
      cache.setQueryData(keyOf.task(task.id), task)
      setDecided((before) => before.map((one) => (one.id === task.id ? task : one)))
      changed()
    },
    // Somebody else may have decided: then it comes back with what they said.
    onError: async (_, { task }) => {
      bringBack(task)
      const now = await service.readTask({ params: { task_id: task.id } }).catch(() => task)
      setBack((back) => (back?.id === task.id ? now : back))
    },
  })
  const taking = useMutation({
    mutationFn: (task: Task) =>
      service.undoCorrection({ params: { task_id: task.id }, query: { based_on: task.decided_at ?? undefined } }),
    onSuccess: (task) => {
      cache.setQueryData(keyOf.task(task.id), task)
      bringBack(task)
      changed()
    },
  })
  const last = decided.at(-1)
  return {
    queue,
    tasks,
    decided: decided.length,
    error: decision.error ?? taking.error,
    /** The task whose decision failed: its reason stands with it. */
    failed: decision.error ? decision.variables?.task.id : undefined,
    decide: (task: Task, result: AnswerItem[]) => decision.mutate({ task, result }),
    skip: (task: Task) => {
      decision.reset()
      leave(task)
    },
    undo: last && !taking.isPending ? () => taking.mutate(last) : null,
  }
}

/** Addresses of the pictures of tasks, to have them decoded before they are needed. */
export function picturesOf(project: Project, tasks: Task[]): string[] {
  return tasks.flatMap((task) =>
    task.task_spec.flatMap((_, item) =>
      valuesOf(project, task, item).flatMap(({ value, medium }) => medium.picturesOf(value)),
    ),
  )
}
