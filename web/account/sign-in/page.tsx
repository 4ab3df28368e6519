import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useRouter, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { service } from '../../service/client.ts'
import { keyOf } from '../../service/query-keys.ts'
import { useForm } from '../../ui/form.tsx'
import { EmailField, PasswordField } from '../credentials.tsx'
import { useEnter } from '../enter.ts'
import styles from '../frame.module.css'
import { AccountFrame } from '../frame.tsx'
import { ProviderButton } from './provider-button.tsx'

/** /app/sign-in */
export function SignInPage() {
  const router = useRouter()
  const { next } = useSearch({ from: '/sign-in' })
  const setup = useQuery({ queryKey: keyOf.setup(), queryFn: () => service.readSetup() })
  const provider = setup.data?.single_sign_on
  const needed = setup.data?.needed && !provider
  useEffect(() => {
    if (needed) void router.navigate({ to: '/setup', replace: true })
  }, [needed, router])
  // Members come from the provider; who labels and is no member has a password still.
  const withPassword = !provider?.only || next?.startsWith('/work')
  return (
    <AccountFrame
      title="Sign in"
      below={withPassword ? <Link to="/reset">Forgot your password?</Link> : <ForWorkers />}
    >
      {provider && (
        <div className={styles.stack}>
          <ProviderButton name={provider.name} next={next} />
        </div>
      )}
      {provider && withPassword && <p className={styles.or}>or with a password</p>}
      {withPassword && !setup.isPending && <PasswordForm next={next} isFirst={!provider} />}
    </AccountFrame>
  )
}

function ForWorkers() {
  return (
    <>
      You label here and are no member?{' '}
      <Link to="/sign-in" search={{ next: '/work' }}>
        Sign in with a password
      </Link>
    </>
  )
}

function PasswordForm({ next, isFirst }: { next: string | undefined; isFirst: boolean }) {
  const enter = useEnter()
  const form = useForm({
    initial: { email: '', password: '' },
    submit: (values) => service.signIn({ body: values }),
    done: (session) => enter(session, next),
  })
  return (
    <form onSubmit={form.onSubmit}>
      <EmailField autoFocus={isFirst} {...form.text('email')} />
      <PasswordField {...form.text('password')} />
      {form.problem}
      <Button type="submit" variant={isFirst ? 'filled' : 'default'} loading={form.pending} fullWidth>
        Sign in
      </Button>
    </form>
  )
}
