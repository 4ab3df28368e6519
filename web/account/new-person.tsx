import { TextInput } from '@mantine/core'
import type { useForm } from '../ui/form.tsx'
import { EmailField, NewPasswordField } from './credentials.tsx'

type PersonValues = { name: string; email: string; password: string }
type PersonForm = Pick<ReturnType<typeof useForm<PersonValues, unknown>>, 'text'>

/** Name, e-mail and password of somebody who is new here. */
export function NewPersonFields({ form, emailFixed = false }: { form: PersonForm; emailFixed?: boolean }) {
  return (
    <>
      <TextInput label="Your name" autoComplete="name" required withAsterisk={false} autoFocus {...form.text('name')} />
      <EmailField readOnly={emailFixed} {...form.text('email')} />
      <NewPasswordField {...form.text('password')} />
    </>
  )
}
