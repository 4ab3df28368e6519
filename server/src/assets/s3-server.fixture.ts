import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export const credentials = {
  region: 'eu-test-1',
  bucket: 'pictures',
  accessKeyId: 'AKIDTEST',
  secretAccessKey: 'secret/key',
}

/** Answers instead of the server; `false` lets the server answer. */
export type Trouble = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * The part of S3 that Whisker uses, in memory. It checks every signature by computing it from the request as it arrived
 * (AWS documentation, "Create a signed AWS API request").
 */
export async function startS3() {
  const objects = new Map<string, Buffer>()
  const writtenAt = new Map<string, Date>()
  const state = {
    conditional: true,
    trouble: (() => false) as Trouble,
    requests: 0,
    /** What the listing says instead of the true ones. */
    sizes: new Map<string, number>(),
    etags: new Map<string, string>(),
  }

  const written = (path: string) => writtenAt.get(path) ?? new Date()

  const etagOf = (path: string) =>
    state.etags.get(path) ??
    createHash('md5')
      .update(objects.get(path) ?? '')
      .digest('hex')
  // Only beside surrogates is the order of bytes another one than that of JavaScript, which is quicker.
  const bytewise = (a: string, b: string) =>
    /[\ud800-\udfff]/.test(a + b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a < b ? -1 : a > b ? 1 : 0

  function listing(query: URLSearchParams): string {
    const max = Number(query.get('max-keys'))
    const isEncoded = query.get('encoding-type') === 'url'
    const name = (key: string) =>
      isEncoded ? encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+') : key.replaceAll('&', '&amp;')
    const names = [...objects.keys()]
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && bytewise(key, query.get('start-after') ?? '') > 0)
      .sort(bytewise)
    const contents = names.slice(0, max).map(
      (key) => `<Contents><Key>${name(key)}</Key><LastModified>${written(key).toISOString()}</LastModified>
        <ETag>&quot;${etagOf(key)}&quot;</ETag><Size>${state.sizes.get(key) ?? objects.get(key)?.length}</Size></Contents>`,
    )
    const encoding = isEncoded ? '<EncodingType>url</EncodingType>' : ''
    return `<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${encoding}<IsTruncated>${names.length > max}</IsTruncated>${contents.join('')}</ListBucketResult>`
  }

  const server = createServer(async (request, response) => {
    state.requests++
    const answer = (
      status: number,
      code = '',
      body: Buffer | string = code && `<Error><Code>${code}</Code></Error>`,
      headers: Record<string, string> = {},
    ) =>
      response
        .writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers })
        .end(request.method === 'HEAD' ? '' : body)
    if (state.trouble(request, response)) return
    const body = await buffer(request)
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3')
    const [, bucket, ...rest] = pathname.split('/')
    const path = decodeURIComponent(rest.join('/'))
    if (!isSigned(request, body)) return answer(403, 'SignatureDoesNotMatch')
    if (bucket !== credentials.bucket) return answer(404, 'NoSuchBucket')
    const object = objects.get(path)
    if (request.method === 'PUT') {
      const condition = request.headers['if-none-match']
      if (condition && !state.conditional) return answer(501, 'NotImplemented')
      if (condition && object) return answer(412, 'PreconditionFailed')
      objects.set(path, body)
      writtenAt.set(path, new Date())
      return answer(200)
    }
    if (request.method === 'DELETE') {
      objects.delete(path)
      return answer(204)
    }
    if (searchParams.has('list-type')) return answer(200, '', listing(searchParams))
    if (!object) return answer(404, 'NoSuchKey')
    return answer(200, '', object, { 'last-modified': written(path).toUTCString(), etag: `"${etagOf(path)}"` })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    objects,
    writtenAt,
    state,
    options: { ...credentials, endpoint: `http://127.0.0.1:${port}`, timeoutMs: 3000, backoffMs: 5 },
    close() {
      server.closeAllConnections()
      return new Promise((closed) => server.close(closed))
    },
  }
}

function isSigned(request: IncomingMessage, body: Buffer): boolean {
  const { authorization = '', 'x-amz-date': date = '', 'x-amz-content-sha256': bodyHash } = request.headers
  const [, scope, names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=AKIDTEST\/(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/.exec(
      authorization,
    ) ?? []
  const day = String(date).slice(0, 8)
  if (scope !== `${day}/${credentials.region}/s3/aws4_request`) return false
  if (bodyHash !== createHash('sha256').update(body).digest('hex')) return false
  const signedNames = names.split(';')
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signedNames.includes(name))) return false
  const lines = signedNames.map((name) => `${name}:${request.headers[name]}\n`).join('')
  const [path, query = ''] = (request.url ?? '').split('?')
  const canonical = [request.method, path, query.split('&').sort().join('&'), lines, names, bodyHash].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const key = [day, credentials.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    hmac,
    `AWS4${credentials.secretAccessKey}`,
  )
  return hmac(key, toSign).toString('hex') === signature
}
