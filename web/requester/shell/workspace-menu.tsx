import { Menu } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Session } from '@whisker/api/sessions.ts'
import { sessionQuery } from '../../account/session.ts'
import { service } from '../../service/client.ts'
import { Icon } from '../../ui/icons.tsx'
import { Mark } from '../../ui/mark.tsx'
import { notifyProblem } from '../../ui/notify.ts'
import styles from './menus.module.css'

export type Workspace = NonNullable<Session['workspace']>

/** The workspace at the top of the navigation; a menu when the person belongs to several. */
export function WorkspaceMenu({ session, workspace }: { session: Session; workspace: Workspace }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const change = useMutation({
    mutationFn: (workspace_id: number) => service.switchWorkspace({ body: { workspace_id } }),
    onSuccess: (next) => {
      // Nothing of the one workspace may stay on a page of the other.
      cache.clear()
      cache.setQueryData(sessionQuery.queryKey, next)
      void navigate({ to: '/projects' })
    },
    onError: notifyProblem,
  })
  const title = (
    <>
      <Mark size={22} />
      <span className={styles.cut}>{workspace.title}</span>
    </>
  )
  if (session.memberships.length < 2) return <div className={styles.workspace}>{title}</div>
  return (
    <Menu position="bottom-start" width={220}>
      <Menu.Target>
        <button type="button" className={styles.workspace}>
          {title}
          <Icon name="down" size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Your workspaces</Menu.Label>
        {session.memberships.map((membership) => (
          <Menu.Item
            key={membership.workspace_id}
            rightSection={membership.workspace_id === workspace.workspace_id && <Icon name="check" size={14} />}
            onClick={() => change.mutate(membership.workspace_id)}
          >
            {membership.title}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
