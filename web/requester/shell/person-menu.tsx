import { Menu } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { Session } from '@whisker/api/sessions.ts'
import { Icon } from '../../ui/icons.tsx'
import { inWorkspace } from '../pages.ts'
import styles from './menus.module.css'
import { useOffered } from './offered.ts'
import { useSignOut } from './sign-out.ts'

/** Who is signed in, with what concerns them alone. */
export function PersonMenu({ person }: { person: Session['person'] }) {
  const signOut = useSignOut()
  const own = useOffered(inWorkspace, 'person')
  return (
    <Menu position="top-start" width={216}>
      <Menu.Target>
        <button type="button" className={styles.person}>
          <span className={styles.initial} aria-hidden="true">
            {[...person.name.trim()][0]?.toUpperCase() ?? '?'}
          </span>
          <span className={styles.cut}>{person.name}</span>
          <Icon name="up" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        {person.email && <Menu.Label>{person.email}</Menu.Label>}
        {own.map(({ path, icon, title }) => (
          <Menu.Item key={path} component={Link} to={path} leftSection={<Icon name={icon} />}>
            {title}
          </Menu.Item>
        ))}
        <Menu.Item onClick={signOut} leftSection={<Icon name="signout" />}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
