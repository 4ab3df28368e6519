import { type Endpoint, scopeOf } from './endpoint.ts'
import { keyReach } from './key-reach.ts'

/** Who may call an endpoint, for people. */
export function policyText({ policy }: Endpoint): string {
  switch (policy.who) {
    case 'none':
      return 'No credential is needed.'
    case 'requester':
      return `An API key with the scope \`${policy.scope}\`, or a signed-in ${policy.role}.`
    case 'member':
      return `A signed-in ${policy.role}; API keys cannot do this.`
    case 'worker':
      return 'A worker: the session of a person, as a cookie or a bearer token; or an API key with the scope `work`.'
    case 'person':
      return 'Anybody who is signed in.'
  }
}

/** Only where it is not plain: most requests name the project that they are about. */
export function reachText(definition: Endpoint): string | false {
  if (scopeOf(definition.policy) === null) return false
  switch (keyReach(definition)) {
    case 'none':
      return 'About the whole workspace: an API key of certain projects is refused.'
    case 'theirs':
      return 'An API key of certain projects gets what is of them.'
    default:
      return false
  }
}
