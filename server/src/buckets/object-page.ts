import { isStorable } from '@whisker/api/text.ts'
import { readListing } from '../assets/s3-listing.ts'
import { type Trouble, trouble } from './trouble.ts'

export type ListedObject = { key: string; etag: string; sizeBytes: number; lastModified: string }
export type ObjectPage = { ok: true; objects: ListedObject[]; more: boolean }

export const objectsOfPage = 1000
const maxKeyBytes = 1024

/**
 * A page of a listing, with names as they are. It must go on behind `after` and in order: a store that gives the same page again would be
 * listed for ever.
 */
export function pageOf(xml: string, after: string, prefix: string): ObjectPage | Trouble {
  if (!/<ListBucketResult[\s>]/.test(xml.slice(0, 1000)) || /<!DOCTYPE/i.test(xml.slice(0, 1000)))
    return trouble('no_listing')
  const listing = readListing(xml)
  const objects: ListedObject[] = []
  let last = after
  for (const { name, etag, sizeBytes, writtenAt } of listing.objects) {
    const key = listing.isEncoded ? decoded(name) : name
    if (key === null || !Number.isSafeInteger(sizeBytes) || sizeBytes < 0) return trouble('no_listing')
    if (Buffer.byteLength(key) > maxKeyBytes) return trouble('no_listing')
    if (!isBehind(key, last) || !key.startsWith(prefix)) return trouble('endless_listing')
    last = key
    // The database has no place for it; such names are possible, and nobody gives them.
    if (!isStorable(key)) continue
    const told = (text: string) => text.slice(0, 200).toWellFormed().replaceAll('\0', '')
    // A store that knows no ETag tells at least when it was written.
    objects.push({ key, sizeBytes, lastModified: told(writtenAt), etag: told(etag || `${sizeBytes} ${writtenAt}`) })
  }
  if (objects.length > objectsOfPage || (listing.more && objects.length === 0)) return trouble('endless_listing')
  return { ok: true, objects, more: listing.more }
}

const isBehind = (key: string, before: string) => Buffer.compare(Buffer.from(key), Buffer.from(before)) > 0

function decoded(name: string): string | null {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return null
  }
}
