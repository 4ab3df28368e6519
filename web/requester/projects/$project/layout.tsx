import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps, Outlet, useLocation, useParams } from '@tanstack/react-router'
import type { Project } from '@whisker/api/projects.ts'
import { useEffect, useRef } from 'react'
import { Loaded } from '../../../ui/loaded.tsx'
import { Note } from '../../../ui/note.tsx'
import { formatCount } from '../../../ui/numbers.ts'
import { Page } from '../../../ui/page.tsx'
import { progressQuery, projectQuery } from '../queries.ts'
import { ProjectStatus } from '../status.tsx'
import { ProjectActions } from './actions.tsx'
import styles from './layout.module.css'
import { ProjectContext } from './project-context.tsx'

/** /app/projects/:id and below: the project's name, what can be done with it, and its pages. */
export function ProjectLayout() {
  const { project: id } = useParams({ from: '/inside/projects/$project' })
  return <ProjectFrame key={id} id={Number(id)} />
}

function ProjectFrame({ id }: { id: number }) {
  const project = useQuery({
    ...projectQuery(id),
    refetchInterval: 15_000,
    enabled: Number.isSafeInteger(id) && id > 0,
  })
  if (!Number.isSafeInteger(id) || id < 1)
    return (
      <Page title="No such project">
        <Note>Projects have whole numbers, such as 12. Choose one at the left.</Note>
      </Page>
    )
  return (
    <Loaded
      query={project}
      frame={(problem) => (
        <Page title="Project" lead={<Link to="/projects">All projects</Link>}>
          {problem}
        </Page>
      )}
    >
      {(data) => (
        <ProjectContext value={data}>
          <Page
            title={data.title}
            beside={<ProjectStatus status={data.status} />}
            lead={data.description}
            actions={<ProjectActions project={data} />}
          >
            <Tabs project={data} />
            <Outlet />
          </Page>
        </ProjectContext>
      )}
    </Loaded>
  )
}

type Count = 'review' | 'reports'
const tabs: [LinkProps['to'] & `/projects/$project${string}`, string, Count?][] = [
  ['/projects/$project', 'Overview'],
  ['/projects/$project/tasks', 'Tasks'],
  ['/projects/$project/results', 'Results'],
  ['/projects/$project/review', 'Review', 'review'],
  ['/projects/$project/reports', 'Reports', 'reports'],
  ['/projects/$project/quality', 'Quality'],
  ['/projects/$project/workers', 'Workers'],
  ['/projects/$project/gold', 'Gold'],
  ['/projects/$project/edit', 'Settings'],
]

function Tabs({ project }: { project: Project }) {
  const { data: progress } = useQuery(progressQuery(project.id))
  const waiting = progress && { review: progress.tasks.needs_review, reports: progress.reports }
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // On a phone the tabs scroll sideways; the one of this page is not left out of sight. Not `scrollIntoView`, which would
  // move the page as well.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page, another tab
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>('[data-status="active"]')
    if (nav.current && tab) nav.current.scrollLeft = tab.offsetLeft - (nav.current.clientWidth - tab.offsetWidth) / 2
  }, [pathname])
  return (
    <nav ref={nav} className={styles.tabs} aria-label="Pages of the project">
      {tabs.map(([to, label, count]) => (
        <Link
          key={to}
          to={to}
          params={{ project: String(project.id) }}
          className={styles.tab}
          activeOptions={{ exact: to === '/projects/$project', includeSearch: false }}
        >
          {label}
          {count && waiting && waiting[count] > 0 && (
            <span className={styles.waiting}>
              {formatCount(waiting[count])}
              <span className="visually-hidden"> waiting</span>
            </span>
          )}
        </Link>
      ))}
    </nav>
  )
}
