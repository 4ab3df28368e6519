import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Session } from '@whisker/api/sessions.ts'
import { base } from '../../service/base.ts'
import { Icon } from '../../ui/icons.tsx'
import { inWorkspace } from '../pages.ts'
import { projectsQuery } from '../projects/queries.ts'
import { useOffered } from './offered.ts'
import { PersonMenu } from './person-menu.tsx'
import { SchemeSwitch } from './scheme-switch.tsx'
import styles from './sidebar.module.css'
import { type Workspace, WorkspaceMenu } from './workspace-menu.tsx'

export function Sidebar(props: { session: Session; workspace: Workspace; onSearch: () => void }) {
  return (
    <div className={styles.sidebar}>
      <WorkspaceMenu session={props.session} workspace={props.workspace} />
      <button type="button" className={styles.search} onClick={props.onSearch}>
        <Icon name="search" />
        <span>Search</span>
        <kbd>{/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <nav aria-label="Pages" className={styles.nav}>
        <Entries place="top" exact />
        <RecentProjects />
        <p className={styles.group}>Workspace</p>
        <Entries place="workspace" />
      </nav>
      <div className={styles.bottom}>
        <a className={styles.entry} href={`${base}/docs`} target="_blank" rel="noreferrer">
          <Icon name="book" />
          API reference
        </a>
        <SchemeSwitch />
        <PersonMenu person={props.session.person} />
      </div>
    </div>
  )
}

function Entries({ place, exact = false }: { place: 'top' | 'workspace'; exact?: boolean }) {
  return useOffered<(typeof inWorkspace)[number], typeof place>(inWorkspace, place).map((page) => (
    <Link key={page.path} to={page.path} className={styles.entry} activeOptions={{ exact }}>
      <Icon name={page.icon} />
      {page.short ?? page.title}
    </Link>
  ))
}

/** The newest projects, one click away from everywhere. */
function RecentProjects() {
  const { data } = useQuery(projectsQuery())
  const open = data?.data.filter((project) => project.status !== 'archived').slice(0, 7) ?? []
  return open.map((project) => (
    <Link
      key={project.id}
      to="/projects/$project"
      params={{ project: String(project.id) }}
      className={`${styles.entry} ${styles.project}`}
      activeOptions={{ exact: false }}
      title={project.title}
    >
      <span className={styles.cut}>{project.title}</span>
    </Link>
  ))
}
