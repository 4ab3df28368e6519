import { choice } from './choice.ts'
import { chooseWhole } from './whole.ts'

/** One of several: workers see all of them or a list, requesters the same of both. */
export const pickOne = { ...choice, review: chooseWhole }
