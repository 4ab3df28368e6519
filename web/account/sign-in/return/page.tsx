import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { service } from '../../../service/client.ts'
import { keyOf } from '../../../service/query-keys.ts'
import { ProblemNote } from '../../../ui/note.tsx'
import { useEnter } from '../../enter.ts'
import styles from '../../frame.module.css'
import { AccountFrame } from '../../frame.tsx'
import { ProviderButton } from '../provider-button.tsx'

/** /app/sign-in/return#<answer of the provider>: it counts once, so it is sent once. */
export function ReturnPage() {
  const enter = useEnter()
  const sent = useRef(false)
  const { mutate, error } = useMutation({
    mutationFn: (answer: string) => service.completeSignIn({ body: { answer } }),
    onSuccess: ({ next, ...session }) => enter(session, next),
  })
  useEffect(() => {
    if (sent.current) return
    sent.current = true
    mutate(window.location.hash.slice(1))
  }, [mutate])
  return error ? <NotSignedIn error={error} /> : <AccountFrame title="Signing you in …">{null}</AccountFrame>
}

function NotSignedIn({ error }: { error: Error }) {
  const setup = useQuery({ queryKey: keyOf.setup(), queryFn: () => service.readSetup() })
  const name = setup.data?.single_sign_on?.name
  return (
    <AccountFrame title="You are not signed in">
      <div className={styles.stack}>
        <ProblemNote error={error} />
        <Button component={Link} to="/sign-in" replace fullWidth>
          Back to signing in
        </Button>
        {name && <ProviderButton name={name} asksAgain />}
      </div>
    </AccountFrame>
  )
}
