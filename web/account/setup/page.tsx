import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { service } from '../../service/client.ts'
import { keyOf } from '../../service/query-keys.ts'
import { useForm } from '../../ui/form.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { AccountFrame } from '../frame.tsx'
import { NewPersonFields } from '../new-person.tsx'
import { sessionQuery, tokenOfLink } from '../session.ts'

/** /app/setup#<token>: the first person makes themselves the owner. */
export function SetupPage() {
  const state = useQuery({ queryKey: keyOf.setup(), queryFn: () => service.readSetup() })
  return (
    <Loaded query={state} frame={(problem) => <AccountFrame title="Set up Whisker">{problem}</AccountFrame>}>
      {({ needed }) => {
        if (!needed) return <AlreadyDone />
        return tokenOfLink() ? <SetupForm /> : <LinkMissing />
      }}
    </Loaded>
  )
}

function SetupForm() {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    initial: { name: '', email: '', password: '' },
    submit: (values) => service.completeSetup({ body: { ...values, token: tokenOfLink() } }),
    done: (session) => {
      cache.setQueryData(sessionQuery.queryKey, session)
      void navigate({ to: '/projects', replace: true })
    },
  })
  return (
    <AccountFrame
      title="Set up Whisker"
      lead="You become the owner of this service. Everything stays on your own machine."
      below="You can invite others once you are in."
    >
      <form onSubmit={form.onSubmit}>
        <NewPersonFields form={form} />
        {form.problem}
        <Button type="submit" loading={form.pending} fullWidth>
          Make my account
        </Button>
      </form>
    </AccountFrame>
  )
}

function LinkMissing() {
  return (
    <AccountFrame
      title="One step is missing"
      lead="Whisker waits for its owner. When it started, it printed a link that begins with this page’s address and ends with a long key. Open that link to go on."
    >
      <p style={{ marginTop: 12, color: 'var(--ink-3)' }}>Lost it? Restart the server; it prints a new one.</p>
    </AccountFrame>
  )
}

function AlreadyDone() {
  return (
    <AccountFrame title="Whisker is set up" lead="This service has its owner already.">
      <p style={{ marginTop: 16 }}>
        <Button component={Link} to="/sign-in" fullWidth>
          Sign in
        </Button>
      </p>
    </AccountFrame>
  )
}
