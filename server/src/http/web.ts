import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { notFound } from '../problem.ts'

const types: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

type File = { type: string; bytes: Buffer; immutable: boolean; brotli: () => Buffer | null }

/**
 * Serves the built web app under `/app`. All files are read once at start (some hundred KB) and looked up by name in a
 * map: no path of a request ever touches the disk.
 *
 * @param base path of the service for people, '' at the root of its host: a page names its files by their whole path
 */
export function serveWeb(http: FastifyInstance, folder: string, base: string): void {
  const files = readFiles(folder, base)
  http.get('/', async (_, reply) => reply.redirect(`${base}/app/`, 302))
  http.get('/app', async (_, reply) => reply.redirect(`${base}/app/`, 302))
  http.get<{ Params: { '*': string } }>('/app/*', async (request, reply) => {
    const name = request.params['*']
    const file = files.get(name)
    if (file && !name.endsWith('.html')) return sendFile(reply, file, request.headers['accept-encoding'])
    if (extname(name) !== '') throw notFound('file')
    const page = files.get(name === 'work' || name.startsWith('work/') ? 'work.html' : 'index.html')
    if (!page)
      return reply.code(503).type('text/plain').send('The web app has not been built. Run: npm run build -w web\n')
    return sendPage(reply, page)
  })
}

/** Of a script that runs as a thread beside a page: it has the policy that it came with, and not the page's. */
const threadPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'"

function sendFile(reply: FastifyReply, file: File, accepts: string | undefined): FastifyReply {
  reply.header('content-type', file.type).header('vary', 'accept-encoding')
  reply.header('cache-control', file.immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
  if (file.type.startsWith('text/javascript')) reply.header('content-security-policy', threadPolicy)
  const brotli = accepts?.includes('br') ? file.brotli() : null
  if (brotli) return reply.header('content-encoding', 'br').send(brotli)
  return reply.send(file.bytes)
}

/** Scripts only from here; styles from here and those that carry this page's nonce; nobody may frame it. */
function sendPage(reply: FastifyReply, file: File): FastifyReply {
  const nonce = randomBytes(16).toString('base64')
  reply.headers({
    'content-type': file.type,
    'cache-control': 'no-store',
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' blob: data:",
      "connect-src 'self'",
      "font-src 'self'",
      "manifest-src 'self'",
      "frame-src 'self'",
      "frame-ancestors 'self'",
      "base-uri 'none'",
      "form-action 'self'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  })
  return reply.send(file.bytes.toString().replaceAll('__CSP_NONCE__', nonce))
}

function readFiles(folder: string, base: string): Map<string, File> {
  const files = new Map<string, File>()
  if (!existsSync(folder)) return files
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    const type = types[extname(name)]
    if (!type || name.endsWith('.map') || !statSync(path).isFile()) continue
    const bytes = extname(name) === '.html' ? underBase(readFileSync(path, 'utf8'), base) : readFileSync(path)
    files.set(name.replaceAll('\\', '/'), {
      type,
      bytes,
      immutable: name.startsWith('assets'),
      brotli: once(() => compress(type, bytes)),
    })
  }
  return files
}

function underBase(page: string, base: string): Buffer {
  return Buffer.from(page.replaceAll('"/app/', `"${base}/app/`))
}

/** Quality 5: a tenth of the time of the best one, for a few percent more bytes: who asks first waits for it. */
function compress(type: string, bytes: Buffer): Buffer | null {
  if (!/text|json|javascript|svg/.test(type) || bytes.length < 1000) return null
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
}

/** All of them at start would be a twelfth of its time. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
