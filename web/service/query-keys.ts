/**
 * What the cache of the pages calls what it has read. A name that begins with another one is a part of it: who says that
 * `project(7)` is no longer true says so of all that was read of project 7. No key is made anywhere else; a test tells.
 */
export const keyOf = {
  session: () => ['session'] as const,
  setup: () => ['setup'] as const,
  invitation: (token: string) => ['invitation', token] as const,

  workspace: () => ['workspace'] as const,
  usage: () => [...keyOf.workspace(), 'usage'] as const,
  deletions: () => [...keyOf.workspace(), 'deletions'] as const,
  members: () => ['members'] as const,
  invitations: () => ['invitations'] as const,
  audit: (action: string) => ['audit', action] as const,
  apiKeys: () => ['keys'] as const,
  sessions: () => ['sessions'] as const,

  webhooks: () => ['webhooks'] as const,
  webhook: (id: string) => [...keyOf.webhooks(), id] as const,
  deliveries: (webhook: string) => [...keyOf.webhook(webhook), 'deliveries'] as const,
  deliveriesIn: (webhook: string, state: string | null) => [...keyOf.deliveries(webhook), state] as const,
  delivery: (webhook: string, id: string) => [...keyOf.webhook(webhook), 'delivery', id] as const,

  projects: () => ['projects'] as const,
  confidencePreview: (form: unknown, answers: number) => ['confidence-preview', form, answers] as const,
  project: (id: number) => ['project', id] as const,
  progress: (project: number) => [...keyOf.project(project), 'progress'] as const,
  answersOfProject: (project: number) => [...keyOf.project(project), 'answers'] as const,
  labelLink: (project: number) => [...keyOf.project(project), 'label-link'] as const,
  summary: (project: number) => [...keyOf.project(project), 'summary'] as const,
  exportEstimate: (project: number, format: string, release: number | undefined) =>
    [...keyOf.project(project), 'export-estimate', format, release] as const,
  review: (project: number) => [...keyOf.project(project), 'review'] as const,
  skipped: (project: number) => [...keyOf.project(project), 'skipped'] as const,
  releases: (project: number) => [...keyOf.project(project), 'releases'] as const,
  bucket: (project: number) => [...keyOf.project(project), 'bucket'] as const,
  bucketObjects: (project: number, state: string) => [...keyOf.bucket(project), 'objects', state] as const,
  gold: (project: number) => [...keyOf.project(project), 'gold'] as const,
  synonyms: (project: number) => [...keyOf.project(project), 'synonym-suggestions'] as const,
  suspicions: (project: number) => [...keyOf.project(project), 'suspicions'] as const,
  quality: (project: number) => [...keyOf.project(project), 'report'] as const,
  workers: (project: number) => [...keyOf.project(project), 'workers'] as const,
  worker: (project: number, id: string) => [...keyOf.workers(project), id] as const,
  reports: (project: number) => [...keyOf.project(project), 'reports'] as const,
  reportsLike: (project: number, filter: object) => [...keyOf.reports(project), filter] as const,
  taskList: (project: number, filters: object) => [...keyOf.project(project), 'tasks', filters] as const,
  taskPage: (project: number, filters: object, after: string | undefined) =>
    [...keyOf.taskList(project, filters), after ?? ''] as const,
  /** Asked again when there is a newer version. */
  versions: ({ id, version }: Versioned) => [...keyOf.project(id), 'versions', version] as const,
  olderForms: (project: number) => [...keyOf.project(project), 'older-forms'] as const,
  olderFormsThan: ({ id, version }: Versioned) => [...keyOf.olderForms(id), version] as const,

  asset: (sha256: string) => ['asset', sha256] as const,

  tasks: () => ['task'] as const,
  task: (id: string) => [...keyOf.tasks(), id] as const,
  answers: (task: string) => [...keyOf.task(task), 'answers'] as const,
  events: (task: string) => [...keyOf.task(task), 'events'] as const,
  corrections: (task: string) => [...keyOf.task(task), 'corrections'] as const,
  /** Of the result that stands: asked again when it is another one. */
  explanation: (task: { id: string; completed_at: string | null; confidence: number | null; method: string | null }) =>
    [...keyOf.task(task.id), 'explanation', task.completed_at, task.confidence, task.method] as const,
}

type Versioned = { id: number; version: number }
