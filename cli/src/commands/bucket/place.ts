import { usageFailure } from '../../failure.ts'

export type PlaceFlags = { endpoint?: string; region?: string; pattern?: string; public?: boolean }

/** What is named on the command line, as the service takes it. Keys come from the environment: flags are seen by everybody here. */
export function placeFrom(address: string, flags: PlaceFlags, env: NodeJS.ProcessEnv) {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/s.exec(address) ?? []
  if (bucket === undefined)
    throw usageFailure(`"${address}" is no bucket. It looks like s3://cameras or s3://cameras/2026/.`)
  const region = flags.region ?? env.AWS_REGION ?? 'us-east-1'
  const { pattern = '', endpoint = `https://s3.${region}.amazonaws.com` } = flags
  return { endpoint, region, bucket, prefix, pattern, ...credentialsFrom(flags, env) }
}

/** Without keys in the environment those that the service has are used, if it has some for this endpoint. */
function credentialsFrom(flags: PlaceFlags, env: NodeJS.ProcessEnv) {
  if (flags.public) return { credentials: null }
  const { AWS_ACCESS_KEY_ID: access_key_id, AWS_SECRET_ACCESS_KEY: secret_access_key } = env
  if (!access_key_id && !secret_access_key) return {}
  if (!access_key_id || !secret_access_key)
    throw usageFailure('Set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or neither.')
  return { credentials: { access_key_id, secret_access_key } }
}
