import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useMatches, useParams } from '@tanstack/react-router'
import { Loaded } from '../../ui/loaded.tsx'
import { Note } from '../../ui/note.tsx'
import { Page } from '../../ui/page.tsx'
import type { NamedPage } from '../pages.ts'
import { ProjectActions } from '../projects/$project/actions.tsx'
import { ProjectContext } from '../projects/$project/project-context.tsx'
import { projectQuery } from '../projects/queries.ts'
import { ProjectStatus } from '../projects/status.tsx'
import { Tabs } from './tabs.tsx'

/** /app/projects/:id and below: the project's name, what can be done with it, and its pages. */
export function ProjectLayout() {
  const { project: id } = useParams({ from: '/inside/projects/$project' })
  return <ProjectFrame key={id} id={Number(id)} />
}

function ProjectFrame({ id }: { id: number }) {
  const page = useMatches({ select: (matches) => matches.at(-1)?.staticData.page })
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
            tab={tabOf(page, data.title)}
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

/** Of pages without a tab of the project the title is in their data: of a task, of a worker. */
function tabOf(page: NamedPage | undefined, project: string): string | null {
  if (page?.place !== 'tab') return null
  return page.path === '/' ? project : `${page.title} · ${project}`
}
