import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { endpoints } from '@whisker/api/endpoints.ts'
import { z } from 'zod'
import { faultOfAddress } from './database/address.ts'
import { parseGrants } from './grants.ts'

/** One setting: the table in the README is made from this list, so that neither can drift. */
type Setting = { name: string; schema: z.ZodType; fallback: string; help: string }

const bool = z.enum(['true', 'false']).transform((value) => value === 'true')
const int = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,12}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(z.number().min(min).max(max))
const optionalUrl = z.union([z.literal(''), z.url()])
const sealingKeysOf = (text: string) => text.split(',').map((key) => key.trim())
const databaseAddress = z.string().superRefine((value, context) => {
  const fault = value === '' ? null : faultOfAddress(value)
  if (fault) context.addIssue({ code: 'custom', message: fault })
})

const ownPaths = new Set(['app', 'docs', 'healthz', 'readyz', 'metrics', 'openapi.json'])
for (const { path } of Object.values(endpoints)) ownPaths.add(path.split('/')[1] as string)

/** An address for people: http or https, and perhaps a path that is not one of Whisker's own. */
const publicUrl = z.string().superRefine((text, context) => {
  if (text === '') return
  const fault = faultOf(text)
  if (fault) context.addIssue({ code: 'custom', message: fault })
})

function faultOf(text: string): string | null {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol)) return 'must be an address such as https://labels.example.org'
  if (url.search || url.hash || url.username) return 'must be an address without "?", "#" and name'
  const first = url.pathname.split('/')[1] as string
  // A proxy may take the path off or leave it; with such a one nobody could tell `/tasks/7` from task 7.
  return ownPaths.has(first) ? `must not begin its path with "/${first}", which Whisker uses itself` : null
}

/** Codes and tokens pass there, so it must be https; another machine could read and change them. */
const issuer = z.string().superRefine((text, context) => {
  const url = URL.parse(text)
  const isOwn = url !== null && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)
  const isGood = url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isOwn))
  if (text !== '' && !(isGood && !url.search && !url.hash && !url.username))
    context.addIssue({
      code: 'custom',
      message: 'must be an address such as https://login.example.org; http only on this machine',
    })
})
const grants = z.string().transform((text, context) => {
  try {
    return parseGrants(text)
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message })
    return z.NEVER
  }
})

const settings = {
  HOST: { schema: z.string().min(1), fallback: '127.0.0.1', help: 'Address to listen on' },
  PORT: { schema: int(0, 65_535), fallback: '4000', help: 'Port to listen on; 0 takes any free one' },
  DATA_DIR: { schema: z.string().min(1), fallback: './data', help: 'Folder for the database and the pictures' },
  PUBLIC_URL: {
    schema: publicUrl,
    fallback: '',
    help: 'The address that people use, if it is not the one listened on, with its path if it has one; links and cookies follow it',
  },
  DATABASE_URL: { schema: databaseAddress, fallback: '', help: 'PostgreSQL 15 or newer; empty: the embedded one' },
  DATABASE_REPLICA_URL: { schema: databaseAddress, fallback: '', help: 'A read replica for exports' },
  DATABASE_POOL: { schema: int(2, 200), fallback: '10', help: 'Connections to the database' },
  DATABASE_PREPARE: {
    schema: bool,
    fallback: 'true',
    help: 'Named prepared statements; `false` behind a PgBouncer older than 1.21 in transaction mode',
  },
  S3_ENDPOINT: { schema: optionalUrl, fallback: '', help: 'An S3-compatible store for pictures; empty: DATA_DIR' },
  S3_BUCKET: { schema: z.string(), fallback: '', help: 'Its bucket' },
  S3_REGION: { schema: z.string(), fallback: 'us-east-1', help: 'Its region' },
  S3_ACCESS_KEY_ID: { schema: z.string(), fallback: '', help: 'Its access key' },
  S3_SECRET_ACCESS_KEY: { schema: z.string(), fallback: '', help: 'Its secret' },
  SEALING_KEYS: {
    schema: z.string().refine((text) => text === '' || sealingKeysOf(text).every((key) => key.length >= 32), {
      error: 'must be keys of 32 characters and more, with commas between them',
    }),
    fallback: '',
    help: 'What credentials of buckets are sealed with: 32 random characters and more; to change it, the new one, a comma, the old one. The same for all servers. Empty: a file in DATA_DIR',
  },
  MAX_PICTURE_MB: { schema: int(1, 500), fallback: '20', help: 'Largest picture, in megabytes' },
  MAX_PICTURE_MEGAPIXELS: { schema: int(1, 500), fallback: '50', help: 'Most pixels of a picture, in millions' },
  MAX_TEXT_CHARACTERS: { schema: int(1, 1_000_000), fallback: '10000', help: 'Longest text of an item' },
  MAX_BODY_MB: { schema: int(1, 2000), fallback: '64', help: 'Largest JSON body, in megabytes' },
  MAX_INFLIGHT_MB: {
    schema: int(16, 100_000),
    fallback: '128',
    help: 'Bodies in memory at once, in megabytes; one workspace has at most half of it, and what is beyond waits, then gets 429 or 503',
  },
  KEY_REQUESTS_PER_S: { schema: int(1, 1_000_000), fallback: '3000', help: 'Requests a second of one API key' },
  WORKSPACE_REQUESTS_PER_S: { schema: int(1, 1_000_000), fallback: '5000', help: 'Requests a second of one workspace' },
  PERSON_REQUESTS_PER_S: { schema: int(1, 1_000_000), fallback: '200', help: 'Requests a second of one person' },
  NETWORK_REQUESTS_PER_S: {
    schema: int(1, 1_000_000),
    fallback: '100',
    help: 'Requests a second without a credential from one network address; five seconds of it may come at once',
  },
  MISSES_PER_S: {
    schema: int(1, 1_000_000),
    fallback: '50',
    help: 'Look-ups a second that find nothing, of one key, person or network; twenty seconds of it may come at once',
  },
  SKIPS_PER_MINUTE: { schema: int(1, 100_000), fallback: '60', help: 'Tasks that one worker may skip in a minute' },
  LONG_POLLS: { schema: int(1, 10_000), fallback: '50', help: 'Waiting requests for events of one workspace' },
  STREAMS: { schema: int(1, 1000), fallback: '20', help: 'Bulk requests and imports of one workspace at once' },
  CONNECTIONS: {
    schema: int(10, 1_000_000),
    fallback: '10000',
    help: 'Open connections; one network address never has more than are left for others',
  },
  WORKER_HOLDS: { schema: int(1, 100), fallback: '10', help: 'Most tasks that one worker holds at a time' },
  SIGN_UP: {
    schema: z.enum(['closed', 'open']),
    fallback: 'closed',
    help: '`open`: anybody may become a worker of the projects that are open to all; `closed`: by invitation only',
  },
  OIDC_ISSUER: {
    schema: issuer,
    fallback: '',
    help: 'OpenID Connect provider at which members sign in, such as https://login.example.org; see docs/operations.md',
  },
  OIDC_CLIENT_ID: { schema: z.string(), fallback: '', help: 'What it knows this service by' },
  OIDC_CLIENT_SECRET: { schema: z.string(), fallback: '', help: 'Its secret; empty: a public client, with PKCE alone' },
  OIDC_NAME: {
    schema: z.string().max(60),
    fallback: '',
    help: 'How people call it, “Sign in with ...”; empty: its host',
  },
  OIDC_SCOPES: {
    schema: z.string(),
    fallback: 'openid profile email',
    help: 'What is asked for; add what brings the groups',
  },
  OIDC_GROUPS_CLAIM: {
    schema: z.string().min(1),
    fallback: 'groups',
    help: 'The claim that lists groups; may be a path with dots',
  },
  OIDC_ROLES: {
    schema: grants,
    fallback: '',
    help: 'Who may enter: `group=role` with semicolons, `group=role@3` for workspace 3, `*` for everybody; roles are `viewer`, `editor`, `owner`',
  },
  OIDC_ONLY: { schema: bool, fallback: 'false', help: '`true`: members sign in there and not with a password' },
  OIDC_SESSION_HOURS: {
    schema: int(1, 720),
    fallback: '24',
    help: 'After so long who came from there is asked anew, and what their groups say',
  },
  AUDIT_DAYS: {
    schema: int(0, 36_500).refine((days) => days === 0 || days >= 30, {
      error: 'must be 0, which keeps it for ever, or 30 and more',
    }),
    fallback: '365',
    help: 'Days that the audit log is kept, 30 and more; 0 keeps it for ever',
  },
  RENDITION_PROCESSES: { schema: int(1, 64), fallback: '1', help: 'Processes that make the workers’ pictures' },
  EGRESS_ALLOW: {
    schema: z.string(),
    fallback: '',
    help: 'Internal addresses that may be called: CIDRs and host:port, with commas',
  },
  EGRESS_SHOW_REPLIES: {
    schema: bool,
    fallback: 'false',
    help: 'Show what those internal addresses answer to whoever set up the webhook or sent the URL, not only in the log',
  },
  SMTP_URL: { schema: optionalUrl, fallback: '', help: 'Mail server, e.g. smtp://user:password@host:587' },
  SMTP_FROM: { schema: z.string(), fallback: 'Whisker <whisker@localhost>', help: 'Sender of mails' },
  TRUST_PROXY: {
    schema: z.string(),
    fallback: '',
    help: 'Addresses (CIDR) of the proxies whose X-Forwarded-For is believed',
  },
  WEB_DIR: { schema: z.string(), fallback: '', help: 'Folder of the built web app; empty: the one beside the server' },
  METRICS_TOKEN: {
    schema: z.string(),
    fallback: '',
    help: 'Lets programs of other machines read `/metrics` with it as bearer token; empty: only this machine does',
  },
  LOG_LEVEL: {
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']),
    fallback: 'info',
    help: 'How much is logged',
  },
} as const satisfies Record<string, Omit<Setting, 'name'>>

type Raw = { [K in keyof typeof settings]: z.output<(typeof settings)[K]['schema']> }

export type Config = ReturnType<typeof shape>

/** Settings as rows, for the documentation. */
export const settingsTable: Setting[] = Object.entries(settings).map(([name, setting]) => ({ name, ...setting }))

/** A setting that cannot be used; the message is for the operator. */
export class ConfigError extends Error {}

/** The one place that reads the environment. @throws {ConfigError} naming every setting that is wrong. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const raw: Record<string, unknown> = {}
  const faults: string[] = []
  for (const [name, { schema, fallback }] of Object.entries(settings)) {
    const parsed = schema.safeParse(env[name] === undefined || env[name] === '' ? fallback : env[name])
    if (parsed.success) raw[name] = parsed.data
    else faults.push(`${name}: ${parsed.error.issues[0]?.message ?? 'is not acceptable'}`)
  }
  if (env.S3_ENDPOINT && !(env.S3_BUCKET && env.S3_ACCESS_KEY_ID && env.S3_SECRET_ACCESS_KEY))
    faults.push('S3_ENDPOINT needs S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY as well')
  if (env.OIDC_ISSUER && !(env.OIDC_CLIENT_ID && env.OIDC_ROLES))
    faults.push('OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_ROLES as well')
  if (env.OIDC_ONLY === 'true' && !env.OIDC_ISSUER) faults.push('OIDC_ONLY needs OIDC_ISSUER as well')
  if (faults.length > 0) throw new ConfigError(`Whisker cannot start with these settings.\n  ${faults.join('\n  ')}`)
  return shape(raw as Raw)
}

const mega = 1_000_000

function shape(raw: Raw) {
  return {
    host: raw.HOST,
    port: raw.PORT,
    dataDir: resolve(raw.DATA_DIR),
    publicUrl: raw.PUBLIC_URL.replace(/\/+$/, ''),
    /** Path of PUBLIC_URL, without a slash at its end: what leaves for a browser begins with it. */
    basePath: raw.PUBLIC_URL ? new URL(raw.PUBLIC_URL).pathname.replace(/\/+$/, '') : '',
    databaseUrl: raw.DATABASE_URL,
    replicaUrl: raw.DATABASE_REPLICA_URL,
    databasePool: raw.DATABASE_POOL,
    databasePrepare: raw.DATABASE_PREPARE,
    s3: raw.S3_ENDPOINT
      ? {
          endpoint: raw.S3_ENDPOINT,
          bucket: raw.S3_BUCKET,
          region: raw.S3_REGION,
          accessKeyId: raw.S3_ACCESS_KEY_ID,
          secretAccessKey: raw.S3_SECRET_ACCESS_KEY,
        }
      : null,
    sealingKeys: raw.SEALING_KEYS ? sealingKeysOf(raw.SEALING_KEYS) : [],
    maxPictureBytes: raw.MAX_PICTURE_MB * mega,
    maxPixels: raw.MAX_PICTURE_MEGAPIXELS * mega,
    maxTextCharacters: raw.MAX_TEXT_CHARACTERS,
    maxBodyBytes: raw.MAX_BODY_MB * mega,
    maxInflightBytes: raw.MAX_INFLIGHT_MB * mega,
    keyRequestsPerS: raw.KEY_REQUESTS_PER_S,
    workspaceRequestsPerS: raw.WORKSPACE_REQUESTS_PER_S,
    personRequestsPerS: raw.PERSON_REQUESTS_PER_S,
    networkRequestsPerS: raw.NETWORK_REQUESTS_PER_S,
    missesPerS: raw.MISSES_PER_S,
    skipsPerMinute: raw.SKIPS_PER_MINUTE,
    longPolls: raw.LONG_POLLS,
    streams: raw.STREAMS,
    connections: raw.CONNECTIONS,
    workerHolds: raw.WORKER_HOLDS,
    signUp: raw.SIGN_UP,
    oidc: raw.OIDC_ISSUER
      ? {
          issuer: raw.OIDC_ISSUER,
          clientId: raw.OIDC_CLIENT_ID,
          clientSecret: raw.OIDC_CLIENT_SECRET,
          name: raw.OIDC_NAME || new URL(raw.OIDC_ISSUER).host,
          scopes: raw.OIDC_SCOPES,
          groupsClaim: raw.OIDC_GROUPS_CLAIM,
          grants: raw.OIDC_ROLES,
          only: raw.OIDC_ONLY,
          sessionHours: raw.OIDC_SESSION_HOURS,
        }
      : null,
    auditDays: raw.AUDIT_DAYS,
    renditionProcesses: raw.RENDITION_PROCESSES,
    egressAllow: raw.EGRESS_ALLOW,
    egressShowReplies: raw.EGRESS_SHOW_REPLIES,
    smtpUrl: raw.SMTP_URL,
    smtpFrom: raw.SMTP_FROM,
    trustProxy: raw.TRUST_PROXY,
    webDir: raw.WEB_DIR || resolve(import.meta.dirname, '../../web/dist'),
    metricsToken: raw.METRICS_TOKEN,
    logLevel: raw.LOG_LEVEL,
  }
}

/** Version of this program, from its package. */
export const version: string = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package.json'), 'utf8')).version
