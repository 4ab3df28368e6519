import {
  checkBucket,
  deleteBucket,
  listBucketObjects,
  passBucket,
  pauseBucket,
  putBucket,
  readBucket,
  resumeBucket,
} from '@whisker/api/buckets.ts'
import type { EgressPolicy } from '../egress/policy.ts'
import { type Router, route } from '../http/route.ts'
import { ApiProblem, invalidField } from '../problem.ts'
import { findProject, requireProject } from '../projects/queries.ts'
import type { WithTasks } from '../tasks/has.ts'
import { lookInto } from './check.ts'
import { askForPass, forgetBucket, setPaused } from './commands.ts'
import { credentialsFor } from './credentials.ts'
import { type Keyring, openKeyring } from './keyring.ts'
import { findBucket, objectsPage, shownBucket } from './queries.ts'
import { keepBucket } from './settings.ts'
import { fieldFor } from './wanted.ts'

/** What a project follows. */
export function bucketRoutes(router: Router<WithTasks>): void {
  const { server } = router
  const { sql } = server
  let opened: Promise<Keyring> | undefined
  const keyring = () => {
    opened ??= openKeyring(server.config).catch((error) => {
      opened = undefined
      throw error
    })
    return opened
  }
  const shown = async (workspaceId: number, projectId: number) =>
    shownBucket(sql, await keyring(), await findBucket(sql, workspaceId, projectId))

  route(router, putBucket, async ({ caller, params, body }) => {
    const { project_id: projectId } = params
    const { input_spec } = await findProject(sql, caller.workspaceId, projectId)
    checkEndpoint(server.egress, body.endpoint)
    const field = fieldFor(input_spec, body.field)
    if (field === null) throw noField(body.field)
    await keepBucket(server.patient, await keyring(), caller, projectId, { ...body, field })
    server.wake('buckets')
    return shown(caller.workspaceId, projectId)
  })

  route(router, readBucket, ({ caller, params }) => shown(caller.workspaceId, params.project_id))

  route(router, deleteBucket, async ({ caller, params }) => {
    await forgetBucket(server.patient, caller.workspaceId, params.project_id)
    return undefined
  })

  route(router, checkBucket, async ({ caller, params, body }) => {
    const { project_id: projectId } = params
    await requireProject(sql, caller.workspaceId, projectId)
    checkEndpoint(server.egress, body.endpoint)
    const credentials = await credentialsFor(sql, await keyring(), caller.workspaceId, projectId, body)
    return lookInto(server, caller.workspaceId, { ...body, credentials })
  })

  route(router, passBucket, async ({ caller, params }) => {
    const { project_id: projectId } = params
    if (!(await askForPass(sql, caller.workspaceId, projectId)))
      throw new ApiProblem('conflict', 'The bucket is paused. Follow it again first (DELETE .../bucket/pause).')
    server.wake('buckets')
    return shown(caller.workspaceId, projectId)
  })

  route(router, pauseBucket, async ({ caller, params }) => {
    await setPaused(sql, caller.workspaceId, params.project_id, true)
    return shown(caller.workspaceId, params.project_id)
  })

  route(router, resumeBucket, async ({ caller, params }) => {
    await setPaused(sql, caller.workspaceId, params.project_id, false)
    server.wake('buckets')
    return shown(caller.workspaceId, params.project_id)
  })

  route(router, listBucketObjects, async ({ caller, params, query }) => {
    const bucket = await findBucket(sql, caller.workspaceId, params.project_id)
    return objectsPage(sql, bucket.project_id, query)
  })
}

/** What can be said at once; each connection is judged again (egress/policy.ts). */
function checkEndpoint(egress: EgressPolicy, endpoint: string): void {
  const checked = egress.checkUrl(endpoint)
  if (!checked.ok) throw invalidField('/endpoint', checked.code, checked.detail)
  if (checked.url.search || checked.url.hash)
    throw invalidField('/endpoint', 'invalid_url', 'must have no "?" and no "#": it is the address of the store alone.')
}

function noField(name: string | undefined): ApiProblem {
  return invalidField(
    '/field',
    'no_field',
    name === undefined
      ? 'The form must have one input field for pictures, and no other that is required. Say which one, or change the form.'
      : `The form has no input field "${name}" for pictures, or another one that is required as well: an object of a bucket is a picture and no more.`,
  )
}
