import { Button, Group, PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { base } from '../../../service/base.ts'
import { service } from '../../../service/client.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { Section } from '../../../ui/page.tsx'

/** What the service knows about the person, as a file; and the way out. */
export function LeaveSection({ hasPassword }: { hasPassword: boolean }) {
  const [opened, setOpened] = useState(false)
  const [password, setPassword] = useState('')
  const close = () => {
    setPassword('')
    setOpened(false)
  }
  return (
    <Section
      title="Your data"
      lead="The file has everything that is kept about you: account, sessions, answers, and what you wrote beside them."
    >
      <Group gap="xs">
        <Button component="a" variant="default" href={`${base}/person/data`} download>
          Download your data
        </Button>
        <Button variant="subtle" color="red" onClick={() => setOpened(true)}>
          Delete your account…
        </Button>
      </Group>
      <Confirm
        opened={opened}
        close={close}
        title="Delete your account for good?"
        text={
          <>
            <p>
              Your name, e-mail, password, sessions and memberships go, and so does what you wrote beside your answers.
              The answers stay, under a pseudonym that leads nowhere. Workspaces and projects stay.
            </p>
            {hasPassword && (
              <PasswordInput
                mt="md"
                label="Your password"
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                data-autofocus
              />
            )}
          </>
        }
        act="Delete my account"
        danger
        blocked={hasPassword && password === ''}
        run={async () => {
          await service.deletePerson({ body: hasPassword ? { password } : {} })
          window.location.replace(`${base}/app/sign-in`)
        }}
      />
    </Section>
  )
}
