import type { Warning } from '@whisker/api/assets.ts'
import { formatOfType } from '@whisker/api/formats.ts'
import { fileName, hashOfFile } from '@whisker/api/media/file-name.ts'
import type { ProblemCode } from '@whisker/api/problem.ts'
import { parseDataUri } from '../../assets/data-uri.ts'
import { type Refusal, type Taken, type TakenAsset, takePicture } from '../../assets/intake.ts'
import { fetchPicture, undisclosed } from '../../egress/fetch-picture.ts'
import { ApiProblem } from '../../problem.ts'
import type { WithTasks } from '../has.ts'
import type { Medium, ReadValue, Where } from './medium.ts'

export const image: Medium = {
  check: () => null,
  read: async (where, value) => keptAs(where, await readPicture(where, value)),
  show(value, { address, sizes }) {
    const size = sizes.get(hashOfFile(value) ?? '')
    // A value that names no picture is from before the form said that there are some.
    return size ? { type: 'image', url: address, ...size } : { type: 'text', text: value }
  },
  asked: (value, sizes) => ({ original: sizes.get(hashOfFile(value) ?? '') }),
}

type ReadPicture =
  | { ok: true; sha256: string; asset: TakenAsset | null; again: Buffer | null; declaredType: string | null }
  | { ok: false; code: ProblemCode; fieldCode?: string; detail: string }

/** A picture that is there in bytes, from wherever it came, as the value of a field. */
export async function readBytes(where: Where, bytes: Buffer, declaredType: string | null): Promise<ReadValue> {
  return keptAs(where, withType(await takePicture(where.server, where.caller.workspaceId, bytes), declaredType))
}

function keptAs({ strictTypes }: Where, picture: ReadPicture): ReadValue {
  if (!picture.ok) return picture
  const { sha256, asset, again } = picture
  const mismatch = asset && declaredOtherwise(picture.declaredType, asset.content_type)
  if (mismatch && strictTypes)
    return { ok: false, code: 'invalid', fieldCode: 'declared_type_mismatch', detail: mismatch }
  const warnings: Pick<Warning, 'code' | 'detail'>[] = mismatch
    ? [{ code: 'declared_type_mismatch', detail: mismatch }]
    : []
  return {
    ok: true,
    value: fileName(sha256),
    file: { sha256, asset, again },
    warnings: [...warnings, ...(asset?.warnings ?? [])],
  }
}

async function readPicture({ server, caller: { workspaceId } }: Where, value: string): Promise<ReadPicture> {
  const sha256 = hashOfFile(value)
  if (sha256 !== null) {
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
