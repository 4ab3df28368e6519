import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { service } from '../../service/client.ts'
import { ProblemNote } from '../../ui/note.tsx'

/** Leaves for the operator's provider, which sends the browser back. `asksAgain`: somebody else than before is to come back. */
export function ProviderButton(props: { name: string; next?: string | undefined; asksAgain?: boolean }) {
  const { name, next, asksAgain = false } = props
  const begin = useMutation({
    mutationFn: () => service.beginSignIn({ body: { other_account: asksAgain, ...(next !== undefined && { next }) } }),
    onSuccess: ({ url }) => window.location.assign(url),
  })
  return (
    <>
      {begin.error && <ProblemNote error={begin.error} />}
      <Button
        variant={asksAgain ? 'default' : 'filled'}
        loading={begin.isPending}
        onClick={() => begin.mutate()}
        fullWidth
      >
        {asksAgain ? `Use another account at ${name}` : `Sign in with ${name}`}
      </Button>
    </>
  )
}
