import type { Warning } from '@whisker/api/assets.ts'
import type { AskedValue, Size } from '@whisker/api/kinds/kind.ts'
import type { ShownValue } from '@whisker/api/media/shown.ts'
import type { ProblemCode } from '@whisker/api/problem.ts'
import type { Taken, TakenAsset } from '../../assets/intake.ts'
import type { KeyScope } from '../../http/callers.ts'
import type { WithTasks } from '../has.ts'

/** `caller`: whose pictures may be named. */
export type Where = { server: WithTasks; caller: KeyScope; strictTypes: boolean }

/** What was sent for one field, as the task keeps it. */
export type ReadValue =
  | {
      ok: true
      value: string
      /** Where it names a file: which one; `asset` where it was stored now, whose row is still to be written. */
      file: { sha256: string; asset: TakenAsset | null; again: Taken['again'] } | null
      warnings: Pick<Warning, 'code' | 'detail'>[]
    }
  | { ok: false; code: ProblemCode; fieldCode?: string; detail: string }

/** How a medium comes in, and how it is shown. What it is besides stands in `api/src/media/media.ts`. */
export type Medium = {
  /** What can be seen to be wrong before anything is stored. */
  check(where: Where, value: string): { code: string; detail: string } | null
  read(where: Where, value: string): Promise<ReadValue>
  /**
   * @param address where it is to be had for as long as it may be seen.
   * @param sizes of the pictures of the task, by their hashes.
   */
  show(value: string, as: { address: string; sizes: ReadonlyMap<string, Size & { original: Size }> }): ShownValue
  /** What the check of an answer may look at. @param sizes of pictures as they were sent, upright, by their hashes. */
  asked(value: string, sizes: ReadonlyMap<string, Size>): AskedValue
}
