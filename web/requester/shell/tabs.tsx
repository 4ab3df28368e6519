import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import { useEffect, useRef } from 'react'
import { formatCount } from '../../ui/numbers.ts'
import { inProject } from '../pages.ts'
import { progressQuery } from '../projects/queries.ts'
import { useOffered } from './offered.ts'
import styles from './tabs.module.css'

/** The pages of a project beside each other, with how much waits at each. */
export function Tabs({ project }: { project: Project }) {
  const { data: progress } = useQuery(progressQuery(project.id))
  const tabs = useOffered(inProject, 'tab')
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // On a phone the tabs scroll sideways; the one of this page is not left out of sight. Not `scrollIntoView`, which would
  // move the page as well.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page, another tab
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>('[data-status="active"]')
    if (nav.current && tab) nav.current.scrollLeft = tab.offsetLeft - (nav.current.clientWidth - tab.offsetWidth) / 2
  }, [pathname])
  const waiting = { none: 0, review: progress?.tasks.needs_review ?? 0, reports: progress?.reports ?? 0 }
  return (
    <nav ref={nav} className={styles.tabs} aria-label="Pages of the project">
      {tabs.map((tab) => (
        <Link
          key={tab.path}
          to={tab.path === '/' ? '/projects/$project' : `/projects/$project${tab.path}`}
          params={{ project: String(project.id) }}
          className={styles.tab}
          activeOptions={{ exact: tab.path === '/', includeSearch: false }}
        >
          {tab.title}
          <Waiting count={waiting[tab.waiting ?? 'none']} />
        </Link>
      ))}
    </nav>
  )
}

function Waiting({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <span className={styles.waiting}>
      {formatCount(count)}
      <span className="visually-hidden"> waiting</span>
    </span>
  )
}
