import type { WorkerProject } from '@whisker/api/assignments.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import type { Session } from '@whisker/api/sessions.ts'
import type { TrainingFeedback, TrainingScore } from '@whisker/api/training.ts'
import type { Draft, DraftItem } from '../storage/draft.ts'
import type { Entry } from '../storage/entry.ts'
import type { Tally } from '../storage/tally.ts'
import type { Hold } from './line.ts'

/** The whole page. All but `working` and `choosing` are words and a next step. */
export type Screen =
  | 'opening'
  | 'offline'
  | 'working'
  | 'choosing'
  /** Nobody is signed in, and the service lets workers in without an invitation. */
  | 'sign_up'
  | 'link_expired'
  | 'not_open'
  | 'session_lost'
  | 'signed_out'
  | 'broken'

/** Why there is nothing on the screen to answer. */
export type Lull = {
  kind:
    | 'taking'
    | 'none_left'
    | 'all_held'
    | 'pictures_missing'
    | 'paused'
    | 'worker_paused'
    | 'limit_reached'
    | 'language_required'
    | 'skill_required'
    | 'training_failed'
    | 'training_not_ready'
    | 'closed'
    | 'away'
    | 'offline'
    | 'broken'
  /** When the service is asked again, ms since 1970. */
  againAt: number | null
  detail: string
  /** The pause is for this person alone, and they may write to the requester. */
  mayAppeal?: boolean
  /** How the practice went. */
  training?: TrainingScore | undefined
}

export type Panel = 'none' | 'skip' | 'menu' | 'keys' | 'kept' | 'history' | 'report'

/** The answer that was given last, as long as it can be taken back. */
export type Last = { hold: Hold; items: DraftItem[] }

/** An answer to a practice task: on its way while there is no `feedback`. */
export type Practice = { id: string; feedback: TrainingFeedback | null; shownAt: number }

export type State = {
  screen: Screen
  /** What the service said, where the screen is `broken`. */
  detail: string
  person: Session['person'] | null
  projects: readonly WorkerProject[]
  /** Where the list of them goes on; null: these are all. */
  nextProjects: string | null
  project: WorkerProject | null
  /** The forms by version: a task is answered with the form that it was made for. */
  forms: Record<number, WorkerProject>
  line: readonly Hold[]
  lull: Lull | null
  last: Last | null
  /** The practice task on the screen has been answered. */
  practice: Practice | null
  /** An answer was to be taken back, and it was too late. */
  stood: boolean
  /** What stands in the forms, by assignment. */
  drafts: Record<string, DraftItem[]>
  faults: Record<string, readonly FieldProblem[]>
  /** Begun by an earlier page, and no longer held. */
  orphans: readonly Draft[]
  entries: readonly Entry[]
  /** false: the last try to reach the service failed. */
  reachable: boolean
  /** false: this browser keeps nothing, so that leaving loses what is unsent. */
  lasting: boolean
  tally: Tally
  savedThisVisit: number
  panel: Panel
  /** Whether the instructions are open. */
  reading: boolean
  /** Grows when a picture has been loaded, or given up. */
  pictureChanges: number
}

export const firstState: State = {
  screen: 'opening',
  detail: '',
  person: null,
  projects: [],
  nextProjects: null,
  project: null,
  forms: {},
  line: [],
  lull: { kind: 'taking', againAt: null, detail: '' },
  last: null,
  practice: null,
  stood: false,
  drafts: {},
  faults: {},
  orphans: [],
  entries: [],
  reachable: true,
  lasting: true,
  tally: { personId: '', days: {}, seconds: [] },
  savedThisVisit: 0,
  panel: 'none',
  reading: false,
  pictureChanges: 0,
}
