import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { Session } from '@whisker/api/sessions.ts'
import { useMay } from '../../account/session.ts'
import { base } from '../../service/base.ts'
import { Icon, type IconName } from '../../ui/icons.tsx'
import { projectsQuery } from '../projects/queries.ts'
import { PersonMenu } from './person-menu.tsx'
import { SchemeSwitch } from './scheme-switch.tsx'
import styles from './sidebar.module.css'
import { type Workspace, WorkspaceMenu } from './workspace-menu.tsx'

type To = LinkProps['to']

export function Sidebar(props: { session: Session; workspace: Workspace; onSearch: () => void }) {
  const owner = useMay('owner')
  const editor = useMay('editor')
  return (
    <div className={styles.sidebar}>
      <WorkspaceMenu session={props.session} workspace={props.workspace} />
      <button type="button" className={styles.search} onClick={props.onSearch}>
        <Icon name="search" />
        <span>Search</span>
        <kbd>{/Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <nav aria-label="Pages" className={styles.nav}>
        <Entry to="/projects" icon="projects" label="Projects" exact />
        <RecentProjects />
        <p className={styles.group}>Workspace</p>
        {editor && <Entry to="/settings/keys" icon="key" label="API keys" />}
        <Entry to="/settings/webhooks" icon="webhook" label="Webhooks" />
        <Entry to="/settings/members" icon="people" label="Members" />
        {owner && <Entry to="/settings/workspace" icon="settings" label="Settings" />}
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

function Entry(props: { to: To; icon: IconName; label: string; exact?: boolean }) {
  return (
    <Link to={props.to} className={styles.entry} activeOptions={{ exact: props.exact ?? false }}>
      <Icon name={props.icon} />
      {props.label}
    </Link>
  )
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
