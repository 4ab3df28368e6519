import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { service } from '../../service/client.ts'
import { useForm } from '../../ui/form.tsx'
import { EmailField, NewPasswordField } from '../credentials.tsx'
import { AccountFrame } from '../frame.tsx'
import { tokenOfLink } from '../session.ts'

/** /app/reset asks for a link; /app/reset#<token> sets the new password. */
export function ResetPage() {
  return tokenOfLink() ? <NewPassword /> : <AskForLink />
}

const backToSignIn = <Link to="/sign-in">Back to signing in</Link>

function AskForLink() {
  const [sentTo, setSentTo] = useState('')
  const form = useForm({
    initial: { email: '' },
    submit: async (values) => {
      await service.requestPasswordReset({ body: values })
      return values.email
    },
    done: setSentTo,
  })
  if (sentTo)
    return (
      <AccountFrame
        title="Look for the link"
        lead={`If ${sentTo} has an account here, a link is on its way. Where the service sends no e-mail, its operator finds the link on the console.`}
        below={backToSignIn}
      >
        {null}
      </AccountFrame>
    )
  return (
    <AccountFrame title="Set a new password" lead="We send you a link that works once." below={backToSignIn}>
      <form onSubmit={form.onSubmit}>
        <EmailField autoFocus {...form.text('email')} />
        {form.problem}
        <Button type="submit" loading={form.pending} fullWidth>
          Send the link
        </Button>
      </form>
    </AccountFrame>
  )
}

function NewPassword() {
  const form = useForm({
    initial: { password: '' },
    submit: ({ password }) => service.completePasswordReset({ body: { token: tokenOfLink(), password } }),
  })
  if (form.saved)
    return (
      <AccountFrame title="The new password is set" lead="For safety you have been signed out everywhere.">
        <p style={{ marginTop: 16 }}>
          <Button component={Link} to="/sign-in" fullWidth>
            Sign in
          </Button>
        </p>
      </AccountFrame>
    )
  return (
    <AccountFrame title="Choose a new password" below={backToSignIn}>
      <form onSubmit={form.onSubmit}>
        <NewPasswordField label="New password" autoFocus {...form.text('password')} />
        {form.problem}
        <Button type="submit" loading={form.pending} fullWidth>
          Set the password
        </Button>
      </form>
    </AccountFrame>
  )
}
