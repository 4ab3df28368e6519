import { PasswordInput, TextInput } from '@mantine/core'
import type { useForm } from '../ui/form.tsx'

type PersonValues = { name: string; email: string; password: string }
type PersonForm = Pick<ReturnType<typeof useForm<PersonValues, unknown>>, 'text'>

/** Name, e-mail and password of somebody who is new here. */
export function NewPersonFields({ form, emailFixed = false }: { form: PersonForm; emailFixed?: boolean }) {
  return (
    <>
      <TextInput label="Your name" autoComplete="name" required withAsterisk={false} autoFocus {...form.text('name')} />
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        readOnly={emailFixed}
        {...form.text('email')}
      />
      <PasswordInput
        label="Password"
        description="At least 8 characters. A sentence is easier to keep than a word."
        autoComplete="new-password"
        required
        withAsterisk={false}
        {...form.text('password')}
      />
    </>
  )
}
