import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { notifyProblem } from '../../../../ui/notify.ts'

/** Sends one event again now, with the same id, whatever has become of it. */
export function Redeliver({ webhookId, deliveryId }: { webhookId: string; deliveryId: string }) {
  const cache = useQueryClient()
  const again = useMutation({
    mutationFn: () => service.redeliver({ params: { webhook_id: webhookId, delivery_id: deliveryId } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keyOf.webhook(webhookId) }),
    onError: notifyProblem,
  })
  return (
    <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
      Send again
    </Button>
  )
}
