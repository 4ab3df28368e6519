import { escapePointer } from '@whisker/api/answers.ts'
import type { Warning } from '@whisker/api/assets.ts'
import type { InputField } from '@whisker/api/fields.ts'
import { formatOfType } from '@whisker/api/formats.ts'
import type { FieldProblem, ProblemCode } from '@whisker/api/problem.ts'
import { codePointLength, isStorable } from '@whisker/api/text.ts'
import { parseDataUri } from '../assets/data-uri.ts'
import { type Refusal, type Taken, type TakenAsset, takePicture } from '../assets/intake.ts'
import { fetchPicture, undisclosed } from '../egress/fetch-picture.ts'
import { ApiProblem } from '../problem.ts'
import type { WithTasks } from './has.ts'

export type ReadItems =
  | {
      ok: true
      items: Record<string, string>[]
      assets: TakenAsset[]
      references: string[]
      warnings: Warning[]
      /** Pictures that the store had already: to be confirmed once the task is written. */
      again: Pick<Taken, 'asset' | 'again'>[]
    }
  | { ok: false; code: ProblemCode; detail: string; errors: FieldProblem[] }

type Where = { server: WithTasks; workspaceId: number; strictTypes: boolean }

/**
 * Reads the items of a task against the project's input fields. Faults that cost nothing to find (missing, unknown,
 * wrong type) are looked for in all items before the first picture is stored.
 *
 * @returns items whose pictures are `asset:<sha256>`; `assets` are the newly stored ones (their rows are still to be
 * written), `references` are hashes that the sender named and that must exist in the workspace.
 */
export async function readItems(
  where: Where,
  fields: readonly InputField[],
  drafts: readonly Record<string, unknown>[],
): Promise<ReadItems> {
  const faults = drafts.flatMap((draft, index) => checkDraft(where, fields, draft, index))
  if (faults.length > 0) return refused('invalid', faults)
  const read: ReadItems & { ok: true } = { ok: true, items: [], assets: [], references: [], warnings: [], again: [] }
  for (const [index, draft] of drafts.entries()) {
    const item: Record<string, string> = {}
    for (const field of fields) {
      const value = own(draft, field.name)
      if (value === undefined || value === null || value === '') continue
      const pointer = pointerTo(index, field.name)
      if (field.type === 'text') {
        item[field.name] = value as string
        continue
      }
      const picture = await readPicture(where, value as string)
      if (!picture.ok)
        return refused(picture.code, [{ pointer, code: picture.fieldCode ?? picture.code, detail: picture.detail }])
      if (picture.asset) read.assets.push(picture.asset)
      if (picture.asset && picture.again) read.again.push({ asset: picture.asset, again: picture.again })
      else read.references.push(picture.sha256)
      const mismatch = picture.asset && declaredOtherwise(picture.declaredType, picture.asset.content_type)
      if (mismatch && where.strictTypes)
        return refused('invalid', [{ pointer, code: 'declared_type_mismatch', detail: mismatch }])
      if (mismatch) read.warnings.push({ pointer, code: 'declared_type_mismatch', detail: mismatch })
      for (const warning of picture.asset?.warnings ?? []) read.warnings.push({ ...warning, pointer })
      item[field.name] = `asset:${picture.sha256}`
    }
    read.items.push(item)
  }
  return read
}

function checkDraft(
  { server }: Where,
  fields: readonly InputField[],
  draft: Record<string, unknown>,
  index: number,
): FieldProblem[] {
  const faults: FieldProblem[] = []
  const add = (name: string, code: string, detail: string) =>
    faults.push({ pointer: pointerTo(index, name), code, detail })
  const unknown = Object.keys(draft).filter((name) => !fields.some((field) => field.name === name))
  // No more than are told: an item may come with hundreds of thousands of keys.
  for (const name of unknown.slice(0, 50)) {
    const known = fields.map((field) => `"${field.name}"`).join(', ')
    add(name, 'unknown_field', `The project has no input field "${name.slice(0, 100)}". It has: ${known}.`)
  }
  for (const field of fields) {
    const value = own(draft, field.name)
    const nothing = value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
    if (nothing) {
      if (field.required)
        add(
          field.name,
          'required',
          `"${field.name}" is required, and it is ${value === undefined ? 'missing' : 'empty'}.`,
        )
      continue
    }
    if (typeof value !== 'string')
      add(field.name, 'wrong_type', `"${field.name}" must be a text (a string), not ${kindOf(value)}.`)
    else if (field.type === 'text') {
      const most = server.config.maxTextCharacters
      if (!isStorable(value))
        add(field.name, 'invalid_text', 'The text contains NUL characters or broken Unicode (lone surrogates).')
      else if (value.length > 2 * most || (value.length > most && codePointLength(value) > most))
        add(field.name, 'too_long', `The text has more than ${most} characters.`)
    }
  }
  return faults
}

type ReadPicture =
  | { ok: true; sha256: string; asset: TakenAsset | null; again: Buffer | null; declaredType: string | null }
  | { ok: false; code: ProblemCode; fieldCode?: string; detail: string }

async function readPicture({ server, workspaceId }: Where, value: string): Promise<ReadPicture> {
  if (value.startsWith('asset:')) {
    const sha256 = value.slice('asset:'.length)
    return /^[0-9a-f]{64}$/.test(sha256)
      ? { ok: true, sha256, asset: null, again: null, declaredType: null }
      : {
          ok: false,
          code: 'invalid',
          fieldCode: 'invalid_asset',
          detail: 'After "asset:" comes the SHA-256 of the picture: 64 digits and lower-case letters a to f.',
        }
  }
  if (/^data:/i.test(value)) {
    const parsed = parseDataUri(value, server.config.maxPictureBytes)
    if (!parsed.ok) {
      const code: ProblemCode =
        parsed.code === 'unsupported_media_type'
          ? 'unsupported_image'
          : parsed.code === 'too_large' || parsed.code === 'empty_image'
            ? parsed.code
            : 'invalid'
      return { ok: false, code, fieldCode: parsed.code, detail: parsed.detail }
    }
    return withType(await takePicture(server, workspaceId, parsed.bytes), parsed.declaredType)
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(value)) {
    const checked = server.egress.checkUrl(value)
    if (!checked.ok) return { ok: false, code: 'invalid', fieldCode: checked.code, detail: checked.detail }
    const fetched = await fetchPicture(value, {
      maxBytes: server.config.maxPictureBytes,
      policy: server.egress,
      // The places are shared out by workspace, so that one sender with many slow addresses delays only themselves.
      lane: String(workspaceId),
    })
    if (!fetched.ok) {
      if (fetched.secret) logSecret(server, value, fetched.secret)
      return notFetched(fetched.code, fetched.detail)
    }
    const taken = await takePicture(server, workspaceId, fetched.bytes)
    if (taken.ok || !fetched.isSecret) return withType(taken, fetched.declaredType)
    // What is wrong with the bytes would say that something answers there.
    logSecret(server, value, taken)
    const told = undisclosed(taken.code, taken.detail)
    return notFetched(told.code, told.detail)
  }
  return {
    ok: false,
    code: 'invalid',
    fieldCode: 'invalid_picture',
    detail:
      'A picture is a data URI (data:image/jpeg;base64,...), an https:// address, or asset:<sha256> after POST /assets. Files on your own disk are sent by `whisker upload`.',
  }
}

function logSecret(server: WithTasks, url: string, { code, detail }: { code: string; detail: string }): void {
  server.log.warn({ host: URL.parse(url)?.host, code, detail }, 'no picture came from an internal address')
}

/** What is wrong with their server is their fault to mend (422); what is wrong with ours is told as that. */
function notFetched(code: string, detail: string): ReadPicture {
  if (code === 'busy' || code === 'aborted') throw new ApiProblem('unavailable', detail, { retryAfterS: 10 })
  return { ok: false, code: code === 'too_large' ? 'too_large' : 'invalid', fieldCode: code, detail }
}

function withType(taken: Taken | Refusal, declaredType: string | null): ReadPicture {
  return taken.ok
    ? { ok: true, sha256: taken.asset.sha256, asset: taken.asset, again: taken.again, declaredType }
    : taken
}

/** The article's script calls every PNG a JPEG: worth a word, not a refusal. */
export function declaredOtherwise(declared: string | null, found: string): string | null {
  const type = declared?.split(';')[0]?.trim().toLowerCase()
  if (!type || type === 'application/octet-stream' || formatOfType(type)?.type === found) return null
  return `The picture was declared as ${type.slice(0, 100)}; its bytes are ${found}. It is stored as what it is.`
}

function refused(code: ProblemCode, errors: FieldProblem[]): ReadItems {
  const first = errors[0] as FieldProblem
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return { ok: false, code, detail: `${first.pointer}: ${first.detail}${more}`, errors: errors.slice(0, 50) }
}

/** `__proto__` and its like are not fields. */
function own(draft: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(draft, name) ? draft[name] : undefined
}

function pointerTo(index: number, name: string): string {
  return `/task_spec/${index}/${escapePointer(name.slice(0, 200))}`
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
