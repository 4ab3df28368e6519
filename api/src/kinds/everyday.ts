import { checkbox, radio, select } from './choices.ts'
import { date } from './date.ts'
import { number } from './number.ts'
import { rating } from './rating.ts'
import { input, textarea } from './texts.ts'

/** Kinds that nearly each form has. The worker's page has them from its start; the others it loads with a form that has one. */
export const everydayKinds = { input, textarea, number, select, radio, checkbox, rating, date }

export type EverydayKind = keyof typeof everydayKinds
