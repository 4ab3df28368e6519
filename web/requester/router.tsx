import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { base } from '../service/base.ts'
import { ProblemNote } from '../ui/note.tsx'
import { NotFound } from './not-found.tsx'
import { readResultFilter } from './projects/$project/results/filter.ts'
import { readTaskFilters } from './projects/$project/tasks/filters.ts'
import { Gate } from './shell/gate.tsx'

// The folders of this application are the segments of its addresses; this table joins them. Pages are loaded when they
// are first visited.

const root = createRootRoute({ notFoundComponent: NotFound })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/projects', replace: true })
  },
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('../account/setup/page.tsx'), 'SetupPage'),
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => (typeof search.next === 'string' ? { next: search.next } : {}),
  component: lazyRouteComponent(() => import('../account/sign-in/page.tsx'), 'SignInPage'),
})
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('../account/join/page.tsx'), 'JoinPage'),
})
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('../account/reset/page.tsx'), 'ResetPage'),
})

/** Everything behind the sign-in. */
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Gate })

const projects = createRoute({
  getParentRoute: () => inside,
  path: '/projects',
  validateSearch: (search): { show?: 'archived' } => (search.show === 'archived' ? { show: 'archived' } : {}),
  component: lazyRouteComponent(() => import('./projects/page.tsx'), 'ProjectsPage'),
})
const newProject = createRoute({
  getParentRoute: () => inside,
  path: '/projects/new',
  validateSearch: (search): { template?: string } =>
    typeof search.template === 'string' ? { template: search.template } : {},
  component: lazyRouteComponent(() => import('./projects/new/page.tsx'), 'NewProjectPage'),
})

const project = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$project',
  component: lazyRouteComponent(() => import('./projects/$project/layout.tsx'), 'ProjectLayout'),
})
const overview = createRoute({
  getParentRoute: () => project,
  path: '/',
  component: lazyRouteComponent(() => import('./projects/$project/page.tsx'), 'OverviewPage'),
})
const tasks = createRoute({
  getParentRoute: () => project,
  path: '/tasks',
  validateSearch: readTaskFilters,
  component: lazyRouteComponent(() => import('./projects/$project/tasks/page.tsx'), 'TasksPage'),
})
const task = createRoute({
  getParentRoute: () => project,
  path: '/tasks/$task',
  // The filters of the list go along, so that the way back leads to the same list.
  validateSearch: readTaskFilters,
  component: lazyRouteComponent(() => import('./projects/$project/tasks/$task/page.tsx'), 'TaskPage'),
})
const results = createRoute({
  getParentRoute: () => project,
  path: '/results',
  validateSearch: readResultFilter,
  component: lazyRouteComponent(() => import('./projects/$project/results/page.tsx'), 'ResultsPage'),
})
const review = createRoute({
  getParentRoute: () => project,
  path: '/review',
  component: lazyRouteComponent(() => import('./projects/$project/review/page.tsx'), 'ReviewPage'),
})
const quality = createRoute({
  getParentRoute: () => project,
  path: '/quality',
  component: lazyRouteComponent(() => import('./projects/$project/quality/page.tsx'), 'QualityPage'),
})
const reports = createRoute({
  getParentRoute: () => project,
  path: '/reports',
  validateSearch: ({ show }): { show?: 'settled' | 'all' } => (show === 'settled' || show === 'all' ? { show } : {}),
  component: lazyRouteComponent(() => import('./projects/$project/reports/page.tsx'), 'ReportsPage'),
})
const workers = createRoute({
  getParentRoute: () => project,
  path: '/workers',
  component: lazyRouteComponent(() => import('./projects/$project/workers/page.tsx'), 'WorkersPage'),
})
const worker = createRoute({
  getParentRoute: () => project,
  path: '/workers/$worker',
  component: lazyRouteComponent(() => import('./projects/$project/workers/$worker/page.tsx'), 'WorkerPage'),
})
const gold = createRoute({
  getParentRoute: () => project,
  path: '/gold',
  component: lazyRouteComponent(() => import('./projects/$project/gold/page.tsx'), 'GoldPage'),
})
const edit = createRoute({
  getParentRoute: () => project,
  path: '/edit',
  component: lazyRouteComponent(() => import('./projects/$project/edit/page.tsx'), 'EditPage'),
})

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  beforeLoad: ({ location }) => {
    if (/\/settings\/?$/.test(location.pathname)) throw redirect({ to: '/settings/workspace', replace: true })
  },
})
const workspace = createRoute({
  getParentRoute: () => settings,
  path: '/workspace',
  component: lazyRouteComponent(() => import('./settings/workspace/page.tsx'), 'WorkspacePage'),
})
const members = createRoute({
  getParentRoute: () => settings,
  path: '/members',
  component: lazyRouteComponent(() => import('./settings/members/page.tsx'), 'MembersPage'),
})
const keys = createRoute({
  getParentRoute: () => settings,
  path: '/keys',
  component: lazyRouteComponent(() => import('./settings/keys/page.tsx'), 'KeysPage'),
})
const webhooks = createRoute({
  getParentRoute: () => settings,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('./settings/webhooks/page.tsx'), 'WebhooksPage'),
})
const webhook = createRoute({
  getParentRoute: () => settings,
  path: '/webhooks/$webhook',
  component: lazyRouteComponent(() => import('./settings/webhooks/$webhook/page.tsx'), 'WebhookPage'),
})
const account = createRoute({
  getParentRoute: () => settings,
  path: '/account',
  component: lazyRouteComponent(() => import('./settings/account/page.tsx'), 'AccountPage'),
})

function Broken({ error, reset: again }: ErrorComponentProps) {
  return (
    <div style={{ padding: 32, maxWidth: 720 }}>
      <ProblemNote error={error} retry={again} />
    </div>
  )
}

export const router = createRouter({
  basepath: `${base}/app`,
  routeTree: root.addChildren([
    home,
    setup,
    signIn,
    join,
    reset,
    inside.addChildren([
      projects,
      newProject,
      project.addChildren([overview, tasks, task, results, quality, review, reports, workers, worker, gold, edit]),
      settings.addChildren([workspace, members, keys, webhooks, webhook, account]),
    ]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
