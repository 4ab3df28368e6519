import { expect, test } from 'vitest'
import { identityOf } from './accounts/oidc/claims.ts'
import { readConfig } from './config.ts'
import { parseGrants, rolesGranted } from './grants.ts'

test('groups have any name that directories give them', () => {
  expect(parseGrants(' CN=Chiefs, DC=example=owner ; a = viewer@12;;*=editor')).toEqual([
    { group: 'CN=Chiefs, DC=example', role: 'owner', workspaceId: null },
    { group: 'a', role: 'viewer', workspaceId: 12 },
    { group: '*', role: 'editor', workspaceId: null },
  ])
})

test.each(['chiefs', 'chiefs=boss', '=owner', 'chiefs=owner@x', 'chiefs=owner@0', 'a=owner,b=viewer@'])(
  'OIDC_ROLES=%s is refused, with how it is written',
  (text) => {
    expect(() => readConfig({ OIDC_ROLES: text })).toThrow(
      /OIDC_ROLES: ".+" is not a group and a role\. Write group=role/,
    )
  },
)

test('the strongest role counts in each workspace, and none where no group gives one', () => {
  const grants = parseGrants('a=viewer; b=owner; c=editor; d=editor@7; *=viewer@8')
  expect([...rolesGranted(grants, ['a', 'b', 'c'], 1)]).toEqual([
    [1, 'owner'],
    [7, null],
    [8, 'viewer'],
  ])
  expect(rolesGranted(grants, ['*'], 1).get(1)).toBeNull()
})

test.each([
  [{ groups: ['a', 7, null] }, 'groups', ['a']],
  [{ groups: 'a' }, 'groups', ['a']],
  [{ realm_access: { roles: ['a'] } }, 'realm_access.roles', ['a']],
  [{ 'https://example.org/groups': ['a'] }, 'https://example.org/groups', ['a']],
  [{ groups: { a: true } }, 'groups', []],
  [{}, 'realm_access.roles', []],
  [{ realm_access: null }, 'realm_access.roles', []],
])('groups of %j at %s', (claims, path, groups) => {
  expect(identityOf({ iss: 'i', sub: 's', ...claims }, path).groups).toEqual(groups)
})

test('a name is cut and cleaned, and taken from what there is', () => {
  const named = (claims: object) => identityOf({ iss: 'i', sub: 's', ...claims }, 'groups').name
  expect(named({ name: `\0 ${'🐱'.repeat(200)}` })).toBe('🐱'.repeat(100))
  expect(named({ name: ' ', preferred_username: 'ada\ud800' })).toBe('ada\ufffd')
  expect(named({ email: 'Ada@example.org', email_verified: true })).toBe('ada@example.org')
  expect(named({ email: 'ada@example.org', email_verified: false })).toBe('Member')
})

test.each([
  [{ OIDC_ISSUER: 'http://login.example.org', OIDC_CLIENT_ID: 'x', OIDC_ROLES: 'a=owner' }, /OIDC_ISSUER: .*https/],
  [{ OIDC_ISSUER: 'login.example.org', OIDC_CLIENT_ID: 'x', OIDC_ROLES: 'a=owner' }, /OIDC_ISSUER: .*https/],
  [{ OIDC_ISSUER: 'https://me@login.example.org', OIDC_CLIENT_ID: 'x', OIDC_ROLES: 'a=owner' }, /OIDC_ISSUER/],
  [{ OIDC_ISSUER: 'https://login.example.org' }, /OIDC_CLIENT_ID and OIDC_ROLES/],
  [{ OIDC_ISSUER: 'https://login.example.org', OIDC_CLIENT_ID: 'x' }, /OIDC_CLIENT_ID and OIDC_ROLES/],
  [{ OIDC_ONLY: 'true' }, /OIDC_ONLY needs OIDC_ISSUER/],
])('%j is refused, with what is wrong', (env, words) => {
  expect(() => readConfig(env)).toThrow(words)
})
