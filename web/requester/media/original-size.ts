import { useQuery } from '@tanstack/react-query'
import { hashOfFile } from '@whisker/api/media/file-name.ts'
import { service } from '../../service/client.ts'
import { keyOf } from '../../service/query-keys.ts'

/** How large a stored picture is as it was sent, upright; undefined as long as that is not known. */
export function useOriginalSize(value: string): { width: number; height: number } | undefined {
  const sha256 = hashOfFile(value) ?? ''
  const { data } = useQuery({
    queryKey: keyOf.asset(sha256),
    queryFn: () => service.describeAsset({ params: { sha256 } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data
}
