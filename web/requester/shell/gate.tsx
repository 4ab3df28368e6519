import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { AccountFrame } from '../../account/frame.tsx'
import { sessionQuery } from '../../account/session.ts'
import { base } from '../../service/base.ts'
import { Loaded } from '../../ui/loaded.tsx'
import { Shell } from './shell.tsx'
import { useSignOut } from './sign-out.ts'

/** Lets in who is signed in and belongs to a workspace; the others are sent where they can go on. */
export function Gate() {
  const session = useQuery(sessionQuery)
  return (
    <Loaded query={session} frame={(problem) => <AccountFrame title="Whisker">{problem}</AccountFrame>}>
      {(data) => {
        if (data === null) return <ToSignIn />
        return data.workspace ? <Shell session={data} workspace={data.workspace} /> : <NoWorkspace />
      }}
    </Loaded>
  )
}

/** Not the router's `Navigate`: that one goes again with each drawing, and drawing is what a navigation causes. */
function ToSignIn() {
  const router = useRouter()
  useEffect(() => {
    void router.navigate({ to: '/sign-in', search: { next: router.state.location.href }, replace: true })
  }, [router])
  return null
}

function NoWorkspace() {
  const signOut = useSignOut()
  return (
    <AccountFrame
      title="You have no workspace here"
      lead="You can answer tasks, but projects belong to workspaces. Ask the owner of one for an invitation."
    >
      <p style={{ display: 'grid', gap: 8, marginTop: 16 }}>
        <Button component="a" href={`${base}/app/work`} fullWidth>
          Go to labeling
        </Button>
        <Button variant="default" fullWidth onClick={signOut}>
          Sign out
        </Button>
      </p>
    </AccountFrame>
  )
}
