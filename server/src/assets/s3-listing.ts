/** What an answer to ListObjectsV2 says of an object. */
export type Listed = { name: string; writtenAt: string; etag: string; sizeBytes: number }
export type Listing = { objects: Listed[]; more: boolean; isEncoded: boolean }

/**
 * Reads the answer of a store. Only these elements matter, and none of them is ever nested in another object. In one go from its
 * beginning to its end, whatever it is: no expression that could begin anew at each of a million opening tags.
 */
export function readListing(xml: string): Listing {
  const objects: Listed[] = []
  for (let at = 0; ; ) {
    const content = between(xml, 'Contents', at)
    if (!content) break
    at = content.end
    const say = (tag: string) => plainText(between(content.text, tag, 0)?.text ?? '')
    objects.push({
      name: say('Key'),
      writtenAt: say('LastModified'),
      etag: say('ETag').replace(/^W\//, '').replaceAll('"', ''),
      sizeBytes: Number(say('Size') || Number.NaN),
    })
  }
  return {
    objects,
    more: between(xml, 'IsTruncated', 0)?.text.trim() === 'true',
    isEncoded: between(xml, 'EncodingType', 0)?.text.trim() === 'url',
  }
}

function between(xml: string, tag: string, from: number): { text: string; end: number } | null {
  const begin = xml.indexOf(`<${tag}>`, from)
  const end = begin === -1 ? -1 : xml.indexOf(`</${tag}>`, begin)
  return end === -1 ? null : { text: xml.slice(begin + tag.length + 2, end), end }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function plainText(text: string): string {
  return text.replaceAll(/&(?:(amp|lt|gt|quot|apos)|#(x[0-9a-fA-F]{1,6}|\d{1,7}));/g, (all, name, code: string) => {
    if (name) return entities[name] as string
    const point = Number(code.replace(/^x/, '0x'))
    return point <= 0x10ffff ? String.fromCodePoint(point) : all
  })
}
