import type { Ground } from '../ground.ts'
import type { Mailer } from './mail.ts'
import type { Provider } from './oidc/provider.ts'

export type WithMail = Ground & { mail: Mailer }

/** `provider`: where members sign in besides, or only; null when the operator has set up none. */
export type WithProvider = WithMail & { provider: Provider | null }
