import {
  type AnyRoute,
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  type ResolveFullPath,
  type ResolveId,
  type Route,
  redirect,
} from '@tanstack/react-router'
import type { Role } from '@whisker/api/endpoint.ts'
import { base } from '../service/base.ts'
import { ProblemNote } from '../ui/note.tsx'
import { NotFound } from './not-found.tsx'
import { inProject, inWorkspace, type NamedPage, outside, type Page } from './pages.ts'
import { Gate } from './shell/gate.tsx'
import { ForRole } from './shell/role-needed.tsx'

// What frames the pages of `pages.ts`, and where addresses lead that are none of them.

type RouteOf<Parent extends AnyRoute, P extends Page> = Route<
  unknown,
  Parent,
  P['path'],
  ResolveFullPath<Parent, P['path']>,
  string,
  ResolveId<Parent, string, P['path']>,
  P extends { search: infer Search } ? Search : undefined
>

/** The routes of a list of pages. The router's types follow each path by itself, which a `map` cannot tell. */
function routesOf<Parent extends AnyRoute, const Pages extends readonly (Page | NamedPage)[]>(
  parent: Parent,
  pages: Pages,
) {
  const routes = pages.map((page) =>
    createRoute({
      getParentRoute: () => parent,
      path: page.path,
      ...(page.search && { validateSearch: page.search }),
      component: componentOf(page),
      staticData: 'title' in page ? { page } : {},
    }),
  )
  return routes as unknown as { [K in keyof Pages]: RouteOf<Parent, Pages[K]> }
}

function componentOf(page: Page | NamedPage) {
  const Component = lazyRouteComponent(async () => ({ default: await page.load() }))
  const role: Role | undefined = 'may' in page ? page.may : undefined
  if (!role) return Component
  const guarded = () => (
    <ForRole role={role}>
      <Component />
    </ForRole>
  )
  return Object.assign(guarded, { preload: Component.preload })
}

const root = createRootRoute({ notFoundComponent: NotFound })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/projects', replace: true })
  },
})

/** Everything behind the sign-in. */
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Gate })

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/workspace', replace: true })
  },
})

const project = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$project',
  component: lazyRouteComponent(() => import('./shell/project-layout.tsx'), 'ProjectLayout'),
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
    ...routesOf(root, outside),
    inside.addChildren([settings, ...routesOf(inside, inWorkspace), project.addChildren(routesOf(project, inProject))]),
  ]),
  defaultPreload: 'intent',
  defaultErrorComponent: Broken,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
  interface StaticDataRouteOption {
    page?: NamedPage
  }
}
