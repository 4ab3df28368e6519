import { ActionIcon, Drawer } from '@mantine/core'
import { useDisclosure, useHotkeys, useTimeout } from '@mantine/hooks'
import { Outlet, useLocation } from '@tanstack/react-router'
import type { Session } from '@whisker/api/sessions.ts'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { Mark } from '../../ui/mark.tsx'
import { ConnectionBanner } from './connection-banner.tsx'
import styles from './shell.module.css'
import { Sidebar } from './sidebar.tsx'
import type { Workspace } from './workspace-menu.tsx'

const loadPalette = () => import('./palette.tsx')
const Palette = lazy(async () => ({ default: (await loadPalette()).Palette }))

/** The frame of all pages behind the sign-in: navigation at the side (a drawer on a phone), the page beside it. */
export function Shell({ session, workspace }: { session: Session; workspace: Workspace }) {
  const [drawer, { open, close }] = useDisclosure(false)
  const [palette, search] = useDisclosure(false)
  const [searched, setSearched] = useState(false)
  if (palette && !searched) setSearched(true)
  useHotkeys([['mod+K', search.toggle]], [])
  // Comes after the page that was asked for, so that it is there when it is called.
  useTimeout(() => void loadPalette(), 1000, { autoInvoke: true })
  const { pathname } = useLocation()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the drawer closes when the address changes
  useEffect(close, [pathname])
  const sidebar = <Sidebar session={session} workspace={workspace} onSearch={search.open} />
  return (
    <div className={styles.shell}>
      <a href="#content" className={styles.skip}>
        Skip to the content
      </a>
      <aside className={styles.sidebar} aria-label="Navigation">
        {sidebar}
      </aside>
      <nav className={styles.topbar} aria-label="Top bar">
        <ActionIcon variant="subtle" color="gray" size="lg" onClick={open} aria-label="Open the navigation">
          <Icon name="menu" size={18} />
        </ActionIcon>
        <span className={styles.brand}>
          <Mark size={20} />
          <span className={styles.brandName}>{workspace.title}</span>
        </span>
        <ActionIcon variant="subtle" color="gray" size="lg" onClick={search.open} aria-label="Search">
          <Icon name="search" size={18} />
        </ActionIcon>
      </nav>
      <Drawer opened={drawer} onClose={close} size={280} title="Navigation" padding="sm">
        {sidebar}
      </Drawer>
      <Suspense>{searched && <Palette opened={palette} close={search.close} />}</Suspense>
      <main id="content" className={styles.main} tabIndex={-1}>
        <ConnectionBanner />
        <Outlet />
      </main>
    </div>
  )
}
