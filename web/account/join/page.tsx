import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { InvitationOffer } from '@whisker/api/invitations.ts'
import type { ReactNode } from 'react'
import { base } from '../../service/base.ts'
import { service } from '../../service/client.ts'
import { keyOf } from '../../service/query-keys.ts'
import { useForm } from '../../ui/form.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Note } from '../../ui/note.tsx'
import styles from '../frame.module.css'
import { AccountFrame } from '../frame.tsx'
import { NewPersonFields } from '../new-person.tsx'
import { sessionQuery, tokenOfLink } from '../session.ts'

/** /app/join#<token>: an invited person becomes a member of a workspace. */
export function JoinPage() {
  const token = tokenOfLink()
  const invitation = useQuery({
    queryKey: keyOf.invitation(token),
    queryFn: () => service.readInvitation({ body: { token } }),
    enabled: token !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })
  const session = useQuery(sessionQuery)
  if (token === '') return <Incomplete />
  return (
    <Loaded query={invitation} frame={framed}>
      {(data) => {
        if (data.role === 'worker') return <ForWorkers token={token} />
        return session.data ? <JoinAs data={data} name={session.data.person.name} /> : <JoinNew data={data} />
      }}
    </Loaded>
  )
}

function framed(problem: ReactNode) {
  return (
    <AccountFrame title="This invitation cannot be used">
      <div className={styles.stack}>{problem}</div>
    </AccountFrame>
  )
}

/** Sends the acceptance, with what a new person gives or with nothing, and goes in. */
function useJoin<V extends { name?: string; email?: string; password?: string }>(initial: V) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  return useForm({
    initial,
    submit: (values) => service.acceptInvitation({ body: { ...values, token: tokenOfLink() } }),
    done: (session) => {
      cache.clear()
      cache.setQueryData(sessionQuery.queryKey, session)
      void navigate({ to: '/projects', replace: true })
    },
  })
}

function invitedAs({ role, workspace_title }: InvitationOffer) {
  const may = { owner: 'decide about everything', editor: 'make and change projects', viewer: 'read everything' }
  return role === 'worker'
    ? ''
    : `You are invited to ${workspace_title ?? 'a workspace'} as ${role}: you may ${may[role]}.`
}

function JoinNew({ data }: { data: InvitationOffer }) {
  const form = useJoin({ name: '', email: data.email ?? '', password: '' })
  return (
    <AccountFrame title={`Join ${data.workspace_title ?? 'the workspace'}`} lead={invitedAs(data)}>
      <form onSubmit={form.onSubmit}>
        <NewPersonFields form={form} emailFixed={data.email !== null} />
        {form.problem}
        <Button type="submit" loading={form.pending} fullWidth>
          Join
        </Button>
      </form>
    </AccountFrame>
  )
}

function JoinAs({ data, name }: { data: InvitationOffer; name: string }) {
  const form = useJoin({})
  return (
    <AccountFrame title={`Join ${data.workspace_title ?? 'the workspace'}`} lead={invitedAs(data)}>
      <form onSubmit={form.onSubmit}>
        {form.problem}
        <Button type="submit" loading={form.pending} fullWidth>
          Join as {name}
        </Button>
      </form>
    </AccountFrame>
  )
}

/** Links for workers lead to the worker's page; somebody may have put the token behind the wrong address. */
function ForWorkers({ token }: { token: string }) {
  return (
    <AccountFrame title="This link is for labeling" lead="It opens the page where tasks are answered.">
      <div className={styles.stack}>
        <Button component="a" href={`${base}/app/work#${encodeURIComponent(token)}`} fullWidth>
          Open it
        </Button>
      </div>
    </AccountFrame>
  )
}

function Incomplete() {
  return (
    <AccountFrame title="The link is incomplete">
      <div className={styles.stack}>
        <Note>
          An invitation link ends with a long key after the sign #. Copy the whole link from the message, or ask for a
          new one.
        </Note>
      </div>
    </AccountFrame>
  )
}
