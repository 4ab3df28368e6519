/** What an answer to ListObjectsV2 says. */
export type Listing = { objects: { name: string; writtenAt: string }[]; more: boolean }

/** Reads the answer of a store. Only these three elements matter, and none of them is ever nested in another object. */
export function readListing(xml: string): Listing {
  const objects = [...xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, content = '']) => ({
    name: plainText(/<Key>(.*?)<\/Key>/s.exec(content)?.[1] ?? ''),
    writtenAt: /<LastModified>(.*?)<\/LastModified>/.exec(content)?.[1] ?? '',
  }))
  return { objects, more: /<IsTruncated>true<\/IsTruncated>/.test(xml) }
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function plainText(text: string): string {
  return text.replaceAll(/&(?:(amp|lt|gt|quot|apos)|#(x[0-9a-fA-F]+|\d+));/g, (_all, name, code: string) =>
    name ? (entities[name] as string) : String.fromCodePoint(Number(code.replace(/^x/, '0x'))),
  )
}
