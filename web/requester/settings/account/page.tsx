import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { NewPasswordField, PasswordField } from '../../../account/credentials.tsx'
import { sessionQuery } from '../../../account/session.ts'
import { service } from '../../../service/client.ts'
import { keyOf } from '../../../service/query-keys.ts'
import { useForm } from '../../../ui/form.tsx'
import { notifyDone } from '../../../ui/notify.ts'
import { Page, Section } from '../../../ui/page.tsx'
import { usePageTitle } from '../../page-title.ts'
import styles from '../settings.module.css'
import { LeaveSection } from './leave-section.tsx'
import { Sessions } from './sessions.tsx'

/** /app/settings/account */
export function AccountPage() {
  const { data: session } = useQuery(sessionQuery)
  const title = usePageTitle()
  if (!session) return null
  return (
    <Page title={title} width="form">
      <Section title="You">
        <PersonForm name={session.person.name} email={session.person.email} signsInWith={session.has_password} />
      </Section>
      {session.has_password && (
        <Section title="Password" lead="Changing it ends your sessions everywhere else.">
          <PasswordForm />
        </Section>
      )}
      <Sessions />
      <LeaveSection hasPassword={session.has_password} />
    </Page>
  )
}

function PersonForm(props: { name: string; email: string | null; signsInWith: boolean }) {
  const { name, email, signsInWith } = props
  const cache = useQueryClient()
  const form = useForm({
    initial: { name },
    submit: (values) => service.editPerson({ body: values }),
    done: () => {
      void cache.invalidateQueries({ queryKey: sessionQuery.queryKey })
      notifyDone('Your name is changed.')
    },
  })
  return (
    <form className={styles.form} onSubmit={form.onSubmit}>
      <TextInput label="Name" autoComplete="name" required withAsterisk={false} {...form.text('name')} />
      {email !== null && (
        <TextInput label="E-mail" value={email} readOnly description={signsInWith && 'You sign in with it.'} />
      )}
      {form.problem}
      <div>
        <Button type="submit" loading={form.pending} disabled={form.values.name === name}>
          Save
        </Button>
      </div>
    </form>
  )
}

function PasswordForm() {
  const cache = useQueryClient()
  const form = useForm({
    initial: { current_password: '', new_password: '' },
    submit: (values) => service.changePassword({ body: values }),
    done: () => {
      form.set('current_password', '')
      form.set('new_password', '')
      void cache.invalidateQueries({ queryKey: keyOf.sessions() })
      notifyDone('Your password is changed.')
    },
  })
  return (
    <form className={styles.form} onSubmit={form.onSubmit}>
      <PasswordField label="Current password" {...form.text('current_password')} />
      <NewPasswordField label="New password" {...form.text('new_password')} />
      {form.problem}
      <div>
        <Button type="submit" loading={form.pending}>
          Change the password
        </Button>
      </div>
    </form>
  )
}
