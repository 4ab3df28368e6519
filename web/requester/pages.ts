import type { Role } from '@whisker/api/endpoint.ts'
import type { ReactNode } from 'react'
import type { IconName } from '../ui/icons.tsx'
import { readResultFilter } from './projects/$project/results/filter.ts'
import { readTaskFilters } from './projects/$project/tasks/filters.ts'

// The pages of the dashboard, each said once: the router, the sidebar, the tabs of a project, the palette, the titles in the
// browser and the tests of the pages (`e2e/pages/`) read this list. The folders are the segments of the addresses; a page is
// loaded when it is first visited.

/** Said at each `load`: a component's own type comes from the router's, which comes from this list. */
type Loaded = Promise<() => ReactNode>

export type Page = {
  /** Below `/app`; of a page of a project, below the project. */
  path: `/${string}`
  /** What of the address behind `?` the page knows. */
  search?: (search: Record<string, unknown>) => object
  load: () => Loaded
}

export type Place = 'top' | 'workspace' | 'person' | 'tab'

/** A page behind the sign-in. Whoever needs a name for it takes this one. */
export type NamedPage = Page & {
  title: string
  icon: IconName
  /** Where it is offered, in the order of this list; the palette offers all whose address is known. */
  place?: Place
  /** The name where its place says the rest. */
  short?: string
  /** The least role that has to do with it; others are told so. Without it every member may look. */
  may?: Role
  /** What waits there for somebody and is counted at its tab. */
  waiting?: 'review' | 'reports'
}

/** Before anybody is signed in. */
export const outside = [
  { path: '/setup', load: (): Loaded => import('../account/setup/page.tsx').then(({ SetupPage }) => SetupPage) },
  {
    path: '/sign-in',
    search: ({ next }): { next?: string } => (typeof next === 'string' ? { next } : {}),
    load: (): Loaded => import('../account/sign-in/page.tsx').then(({ SignInPage }) => SignInPage),
  },
  {
    path: '/sign-in/return',
    load: (): Loaded => import('../account/sign-in/return/page.tsx').then(({ ReturnPage }) => ReturnPage),
  },
  { path: '/join', load: (): Loaded => import('../account/join/page.tsx').then(({ JoinPage }) => JoinPage) },
  { path: '/reset', load: (): Loaded => import('../account/reset/page.tsx').then(({ ResetPage }) => ResetPage) },
] as const satisfies readonly Page[]

export const inWorkspace = [
  {
    path: '/projects',
    title: 'Projects',
    icon: 'projects',
    place: 'top',
    search: ({ show }): { show?: 'archived' } => (show === 'archived' ? { show } : {}),
    load: (): Loaded => import('./projects/page.tsx').then(({ ProjectsPage }) => ProjectsPage),
  },
  {
    path: '/projects/new',
    title: 'Add project',
    icon: 'plus',
    may: 'editor',
    search: ({ template }): { template?: string } => (typeof template === 'string' ? { template } : {}),
    load: (): Loaded => import('./projects/new/page.tsx').then(({ NewProjectPage }) => NewProjectPage),
  },
  {
    path: '/projects/import',
    title: 'Import',
    icon: 'upload',
    may: 'editor',
    load: (): Loaded => import('./projects/import/page.tsx').then(({ ImportPage }) => ImportPage),
  },
  {
    path: '/settings/keys',
    title: 'API keys',
    icon: 'key',
    place: 'workspace',
    may: 'editor',
    load: (): Loaded => import('./settings/keys/page.tsx').then(({ KeysPage }) => KeysPage),
  },
  {
    path: '/settings/webhooks',
    title: 'Webhooks',
    icon: 'webhook',
    place: 'workspace',
    load: (): Loaded => import('./settings/webhooks/page.tsx').then(({ WebhooksPage }) => WebhooksPage),
  },
  {
    path: '/settings/webhooks/$webhook',
    title: 'Webhook',
    icon: 'webhook',
    load: (): Loaded => import('./settings/webhooks/$webhook/page.tsx').then(({ WebhookPage }) => WebhookPage),
  },
  {
    path: '/settings/members',
    title: 'Members',
    icon: 'people',
    place: 'workspace',
    load: (): Loaded => import('./settings/members/page.tsx').then(({ MembersPage }) => MembersPage),
  },
  {
    path: '/settings/audit',
    title: 'Audit log',
    icon: 'clock',
    place: 'workspace',
    may: 'owner',
    load: (): Loaded => import('./settings/audit/page.tsx').then(({ AuditPage }) => AuditPage),
  },
  {
    path: '/settings/workspace',
    title: 'Workspace settings',
    short: 'Settings',
    icon: 'settings',
    place: 'workspace',
    load: (): Loaded => import('./settings/workspace/page.tsx').then(({ WorkspacePage }) => WorkspacePage),
  },
  {
    path: '/settings/account',
    title: 'Your account',
    icon: 'person',
    place: 'person',
    load: (): Loaded => import('./settings/account/page.tsx').then(({ AccountPage }) => AccountPage),
  },
] as const satisfies readonly NamedPage[]

export const inProject = [
  {
    path: '/',
    title: 'Overview',
    icon: 'projects',
    place: 'tab',
    load: (): Loaded => import('./projects/$project/page.tsx').then(({ OverviewPage }) => OverviewPage),
  },
  {
    path: '/tasks',
    title: 'Tasks',
    icon: 'image',
    place: 'tab',
    search: readTaskFilters,
    load: (): Loaded => import('./projects/$project/tasks/page.tsx').then(({ TasksPage }) => TasksPage),
  },
  {
    path: '/tasks/$task',
    title: 'Task',
    icon: 'image',
    // The filters of the list go along, so that the way back leads to the same list.
    search: readTaskFilters,
    load: (): Loaded => import('./projects/$project/tasks/$task/page.tsx').then(({ TaskPage }) => TaskPage),
  },
  {
    path: '/results',
    title: 'Results',
    icon: 'check',
    place: 'tab',
    search: readResultFilter,
    load: (): Loaded => import('./projects/$project/results/page.tsx').then(({ ResultsPage }) => ResultsPage),
  },
  {
    path: '/releases',
    title: 'Releases',
    icon: 'archive',
    load: (): Loaded => import('./projects/$project/releases/page.tsx').then(({ ReleasesPage }) => ReleasesPage),
  },
  {
    path: '/bucket',
    title: 'Bucket',
    icon: 'workspace',
    load: (): Loaded => import('./projects/$project/bucket/page.tsx').then(({ BucketPage }) => BucketPage),
  },
  {
    path: '/import',
    title: 'Import',
    icon: 'upload',
    load: (): Loaded => import('./projects/$project/import/page.tsx').then(({ ImportIntoPage }) => ImportIntoPage),
  },
  {
    path: '/review',
    title: 'Review',
    icon: 'check',
    place: 'tab',
    waiting: 'review',
    load: (): Loaded => import('./projects/$project/review/page.tsx').then(({ ReviewPage }) => ReviewPage),
  },
  {
    path: '/reports',
    title: 'Reports',
    icon: 'alert',
    place: 'tab',
    waiting: 'reports',
    search: ({ show }): { show?: 'settled' | 'all' } => (show === 'settled' || show === 'all' ? { show } : {}),
    load: (): Loaded => import('./projects/$project/reports/page.tsx').then(({ ReportsPage }) => ReportsPage),
  },
  {
    path: '/quality',
    title: 'Quality',
    icon: 'check',
    place: 'tab',
    load: (): Loaded => import('./projects/$project/quality/page.tsx').then(({ QualityPage }) => QualityPage),
  },
  {
    path: '/workers',
    title: 'Workers',
    icon: 'people',
    place: 'tab',
    load: (): Loaded => import('./projects/$project/workers/page.tsx').then(({ WorkersPage }) => WorkersPage),
  },
  {
    path: '/workers/$worker',
    title: 'Worker',
    icon: 'person',
    load: (): Loaded => import('./projects/$project/workers/$worker/page.tsx').then(({ WorkerPage }) => WorkerPage),
  },
  {
    path: '/gold',
    title: 'Gold',
    icon: 'check',
    place: 'tab',
    load: (): Loaded => import('./projects/$project/gold/page.tsx').then(({ GoldPage }) => GoldPage),
  },
  {
    path: '/edit',
    title: 'Settings',
    icon: 'settings',
    place: 'tab',
    load: (): Loaded => import('./projects/$project/edit/page.tsx').then(({ EditPage }) => EditPage),
  },
] as const satisfies readonly NamedPage[]
