import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps, Outlet, useParams } from '@tanstack/react-router'
import type { Project } from '@whisker/api/projects.ts'
import { Loaded } from '../../../ui/loaded.tsx'
import { Note } from '../../../ui/note.tsx'
import { Page } from '../../../ui/page.tsx'
import { projectQuery } from '../queries.ts'
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
    <Loaded query={project} frame={(problem) => <Page title="Project">{problem}</Page>}>
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

const tabs: [LinkProps['to'] & `/projects/$project${string}`, string][] = [
  ['/projects/$project', 'Overview'],
  ['/projects/$project/tasks', 'Tasks'],
  ['/projects/$project/results', 'Results'],
  ['/projects/$project/review', 'Review'],
  ['/projects/$project/quality', 'Quality'],
  ['/projects/$project/workers', 'Workers'],
  ['/projects/$project/gold', 'Gold'],
  ['/projects/$project/edit', 'Settings'],
]

function Tabs({ project }: { project: Project }) {
  return (
    <nav className={styles.tabs} aria-label="Pages of the project">
      {tabs.map(([to, label]) => (
        <Link
          key={to}
          to={to}
          params={{ project: String(project.id) }}
          className={styles.tab}
          activeOptions={{ exact: to === '/projects/$project', includeSearch: false }}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
