import type { Ground } from '../ground.ts'
import type { Mailer } from './mail.ts'

export type WithMail = Ground & { mail: Mailer }
