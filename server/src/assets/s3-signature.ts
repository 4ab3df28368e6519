import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'

type Keys = { region: string; accessKeyId: string; secretAccessKey: string }
type Unsigned = { method: string; url: string; headers?: Record<string, string> | undefined; body?: Buffer | undefined }

/** Signs requests to S3 (AWS Signature V4), with what is in their bodies: a byte lost on the way is refused by the store. */
export function createSigner({ region, accessKeyId, secretAccessKey }: Keys) {
  const cache = new Map<string, ArrayBuffer>()
  return ({ method, url, headers, body }: Unsigned) =>
    new AwsV4Signer({
      ...{ method, url, accessKeyId, secretAccessKey, region, cache },
      headers: {
        ...headers,
        'x-amz-content-sha256': createHash('sha256')
          .update(body ?? '')
          .digest('hex'),
      },
      service: 's3',
    }).sign()
}

/** Path style, which every store knows; what is asked for is written behind it. */
export function addressOf({ endpoint, bucket }: { endpoint: string; bucket: string }): string {
  return `${endpoint.replace(/\/+$/, '')}/${encodeURIComponent(bucket)}/`
}

/** Not URLSearchParams: it writes a space as `+`, which is signed as `%20`. */
export function queryOf(query: Record<string, string>): string {
  return `?${Object.entries(query)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`
}

/** The `Code` in the body of an error. */
export function errorCodeOf(body: Buffer): string {
  return /<Code>(\w{1,60})<\/Code>/.exec(body.toString('latin1', 0, 2000))?.[1] ?? ''
}
