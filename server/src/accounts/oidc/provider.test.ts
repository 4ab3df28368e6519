import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { readConfig } from '../../config.ts'
import { createLog } from '../../log.ts'
import { Provider } from './provider.ts'

test('who signs out does not wait for a provider that takes the call and says nothing', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as { port: number }
  const env = { OIDC_ISSUER: `http://127.0.0.1:${port}`, OIDC_CLIENT_ID: 'x', OIDC_ROLES: '*=viewer' }
  const { oidc } = readConfig(env)
  const provider = new Provider(oidc!, createLog('silent', { write: () => {} }))
  const begun = performance.now()
  expect(await provider.signOutAddress('http://127.0.0.1/app/sign-in', 'token')).toBeNull()
  expect(performance.now() - begun).toBeLessThan(8000)
  silent.close()
})
