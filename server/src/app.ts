import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import { endpoints } from '@whisker/api/endpoints.ts'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { withAudit } from './accounts/audit/audit.ts'
import { auditRoutes } from './accounts/audit/routes.ts'
import { authorize, refuseSecretsInAddress } from './accounts/caller.ts'
import { invitationRoutes } from './accounts/invitation-routes.ts'
import { memberRoutes } from './accounts/member-routes.ts'
import { oidcRoutes } from './accounts/oidc/routes.ts'
import { passwordRoutes } from './accounts/password-routes.ts'
import { sessionRoutes } from './accounts/session-routes.ts'
import { signUpRoutes } from './accounts/sign-up-routes.ts'
import { ForeignStore } from './assets/known-store.ts'
import { assetRoutes } from './assets/routes.ts'
import { StorageError } from './assets/store.ts'
import { earlierAnswerRoutes } from './assignments/earlier/routes.ts'
import { ownWorkRoutes } from './assignments/own-work-routes.ts'
import { reportRoutes as problemReportRoutes } from './assignments/report-routes.ts'
import { assignmentRoutes } from './assignments/routes.ts'
import { bucketRoutes } from './buckets/routes.ts'
import { version } from './config.ts'
import type { Server } from './context.ts'
import { noteNamingChanged } from './crowd/note-due.ts'
import { answers } from './database/silence.ts'
import { deletionRoutes } from './deletions/routes.ts'
import { eventRoutes } from './events/routes.ts'
import { releaseRoutes } from './exports/releases/routes.ts'
import { resultRoutes } from './exports/routes.ts'
import { progressRoutes } from './figures/progress-routes.ts'
import { summaryRoutes } from './figures/summary-routes.ts'
import { formRoutes } from './forms/routes.ts'
import { goldRoutes } from './gold/routes.ts'
import { withoutBasePath } from './http/base-path.ts'
import { manageConnections, shareConnections } from './http/connections.ts'
import { answerErrors, answerUnreadable, answerUnroutable } from './http/errors.ts'
import { serveMetrics } from './http/metrics.ts'
import { parseBodies } from './http/parsers.ts'
import { serveReference } from './http/reference.ts'
import type { Router } from './http/route.ts'
import { serveWeb } from './http/web.ts'
import { isFromThisMachine } from './http/who.ts'
import { confine } from './projects/confine.ts'
import { projectRoutes } from './projects/routes.ts'
import { qualityRoutes } from './quality/quality-routes.ts'
import { reportRoutes } from './quality/report-routes.ts'
import { correctionRoutes } from './review/correction-routes.ts'
import { reopeningRoutes } from './review/reopening-routes.ts'
import { taskRoutes } from './tasks/routes.ts'
import { seenByKey } from './tasks/seen-by-key.ts'
import { followCallback } from './webhooks/follow-callback.ts'
import { webhookRoutes } from './webhooks/routes.ts'
import { workerRoutes } from './workers/routes.ts'
import { standingRoutes } from './workers/standing-routes.ts'
import { suspicionRoutes } from './workers/suspicion-routes.ts'

/** Builds the HTTP side of a server. It does not listen yet. */
export async function buildApp(server: Server): Promise<FastifyInstance> {
  const { config } = server
  const http = Fastify({
    loggerInstance: server.log,
    // Not a logger a request: each copies the redaction, and what is logged names the request itself.
    childLoggerFactory: (logger) => logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: config.maxBodyBytes,
    trustProxy: config.trustProxy || false,
    requestIdHeader: false,
    rewriteUrl: ({ url = '/' }) => withoutBasePath(config.basePath, url),
    genReqId: () => crypto.randomUUID(),
    return503OnClosing: true,
    forceCloseConnections: 'idle',
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable,
    // A client that sends a byte now and then must not hold a connection for ever. Uploads of any length are fine as
    // long as bytes keep coming: the socket's own timeout counts from the last one, in either direction. It is longer than
    // `GET /events?wait=60` may be silent. Bodies have a time by their length besides (http/read-body.ts).
    connectionTimeout: 75_000,
    keepAliveTimeout: 8_000,
    requestTimeout: 0,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_500, maxHeaderSize: 16_384 },
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
  }) as unknown as FastifyInstance
  http.decorateRequest('caller', null)
  http.decorateRequest('who', null)
  http.decorateRequest('isEven', false)
  http.decorateRequest('response', undefined as never)
  http.decorateRequest('rawBodyHash', undefined)
  manageConnections(http, config.trustProxy)
  shareConnections(http, server.shares, config.trustProxy)
  const router: Router<Server> = {
    server,
    http,
    authorize: (request, policy) => authorize(server, request, policy),
    confine,
    audit: (endpoint, request, asked, deed) => withAudit(server, endpoint, request, asked, deed),
    bound: new Set(),
  }

  await http.register(cookie)
  await http.register(multipart, { throwFileSizeLimit: true })
  parseBodies(http, server)
  answerErrors(http, server)
  refuseSecretsInAddress(http)
  const noted = [server.pictureFaults.counter, ...server.waitingTasks.gauges]
  serveMetrics(http, server.shares, noted, config.metricsToken)

  http.get('/healthz', async (request) => ({ status: 'ok', ...(isFromThisMachine(request) && { version }) }))
  http.get('/readyz', async (_, reply) => {
    try {
      if (!(await answers(server.sql, 1000))) throw new Error('The database does not answer within a second.')
      if (!(await server.databaseRoom.isThere(server.sql))) throw new NoRoomInDatabase()
      await server.store.check()
      return { status: 'ready' }
    } catch (error) {
      server.log.warn({ err: error }, 'not ready')
      return reply
        .code(503)
        .header('retry-after', '5')
        .send({ status: `not ready: ${whyNotReady(error)}` })
    }
  })

  sessionRoutes(router)
  oidcRoutes(router)
  passwordRoutes(router)
  memberRoutes(router)
  auditRoutes(router)
  invitationRoutes(router)
  signUpRoutes(router)
  projectRoutes(router, { callback: followCallback, naming: noteNamingChanged })
  progressRoutes(router)
  formRoutes(router)
  assetRoutes(router, seenByKey)
  taskRoutes(router)
  bucketRoutes(router)
  goldRoutes(router)
  workerRoutes(router)
  standingRoutes(router)
  suspicionRoutes(router)
  assignmentRoutes(router)
  earlierAnswerRoutes(router)
  ownWorkRoutes(router)
  problemReportRoutes(router)
  resultRoutes(router)
  releaseRoutes(router)
  correctionRoutes(router)
  reopeningRoutes(router)
  qualityRoutes(router)
  reportRoutes(router)
  summaryRoutes(router)
  eventRoutes(router)
  webhookRoutes(router)
  deletionRoutes(router)
  serveReference(http, server.url, config.basePath, server.shares)
  serveWeb(http, config.webDir, config.basePath)

  const missing = Object.entries(endpoints).filter(([, endpoint]) => !router.bound.has(endpoint))
  if (missing.length > 0) throw new Error(`These endpoints have no route: ${missing.map(([name]) => name).join(', ')}`)
  return http
}

function whyNotReady(error: unknown): string {
  if (error instanceof ForeignStore) return 'the asset store is not the one that the database knows; see the log'
  if (error instanceof StorageError) return 'the asset store does not answer, or is full'
  if (error instanceof NoRoomInDatabase) return 'the disk of the database is full'
  return 'the database does not answer'
}

class NoRoomInDatabase extends Error {}
