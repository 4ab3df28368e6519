import { PasswordInput, type PasswordInputProps, TextInput, type TextInputProps } from '@mantine/core'

/** What a person signs in with, under the names by which browsers and password managers know it. */
export function EmailField(props: TextInputProps) {
  return <TextInput label="E-mail" type="email" autoComplete="username" required withAsterisk={false} {...props} />
}

export function PasswordField(props: PasswordInputProps) {
  return <PasswordInput label="Password" autoComplete="current-password" required withAsterisk={false} {...props} />
}

/** One that is chosen now. */
export function NewPasswordField(props: PasswordInputProps) {
  return (
    <PasswordField
      description="At least 8 characters. A sentence is easier to keep than a word."
      autoComplete="new-password"
      {...props}
    />
  )
}
