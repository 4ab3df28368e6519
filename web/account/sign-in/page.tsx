import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { base } from '../../service/base.ts'
import { service } from '../../service/client.ts'
import { keyOf } from '../../service/query-keys.ts'
import { useForm } from '../../ui/form.tsx'
import { EmailField, PasswordField } from '../credentials.tsx'
import { AccountFrame } from '../frame.tsx'
import { safeNext, sessionQuery } from '../session.ts'

/** /app/sign-in */
export function SignInPage() {
  const cache = useQueryClient()
  const router = useRouter()
  const { next } = useSearch({ from: '/sign-in' })
  const setup = useQuery({ queryKey: keyOf.setup(), queryFn: () => service.readSetup() })
  const form = useForm({
    initial: { email: '', password: '' },
    submit: (values) => service.signIn({ body: values }),
    done: (session) => {
      cache.clear()
      cache.setQueryData(sessionQuery.queryKey, session)
      const to = safeNext(next)
      // The worker's page is an application of its own; who is in no workspace has nothing else here.
      if (session.memberships.length === 0 || /^\/work(?=$|[/?])/.test(to))
        window.location.replace(`${base}/app${to.startsWith('/work') ? to : '/work'}`)
      else void router.navigate({ href: to, replace: true })
    },
  })
  const needed = setup.data?.needed
  useEffect(() => {
    if (needed) void router.navigate({ to: '/setup', replace: true })
  }, [needed, router])
  return (
    <AccountFrame title="Sign in" below={<Link to="/reset">Forgot your password?</Link>}>
      <form onSubmit={form.onSubmit}>
        <EmailField autoFocus {...form.text('email')} />
        <PasswordField {...form.text('password')} />
        {form.problem}
        <Button type="submit" loading={form.pending} fullWidth>
          Sign in
        </Button>
      </form>
    </AccountFrame>
  )
}
