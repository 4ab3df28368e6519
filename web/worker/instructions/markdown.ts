/**
 * The small part of Markdown that instructions are written in, as data: whoever draws it makes elements of it, so that
 * nothing in it can become HTML. Raw HTML stays text; a picture becomes a link, because the page loads nothing from other
 * hosts; a link goes to http, https or mailto, or is text.
 */
export type Block =
  | { kind: 'paragraph'; text: Inline[] }
  | { kind: 'heading'; level: 1 | 2 | 3; text: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' }

export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'strong' | 'emphasis' | 'strike'; text: Inline[] }
  | { kind: 'link'; href: string; text: Inline[] }
  | { kind: 'break' }

/** Deeper lists and quotes than this are drawn at this depth: a text of 20,000 `>` must not break the page. */
const deepest = 5

const patterns = {
  heading: /^(#{1,6})\s+(.*)$/,
  rule: /^([-*_])(?:\s*\1){2,}\s*$/,
  fence: /^(```+|~~~+)/,
  quote: /^>\s?/,
  item: /^(\s{0,3})([-*+]|\d{1,9}[.)])(\s+|$)/,
}

/** Time grows with the length of the text only: each line is looked at once a level, of which there are five. */
export function readMarkdown(source: string): Block[] {
  return readBlocks(source.replace(/\r\n?/g, '\n').replace(/\t/g, '    ').split('\n'), 0)
}

function readBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    const line = lines[at] ?? ''
    const heading = patterns.heading.exec(line)
    const nested = depth < deepest
    if (line.trim() === '') at++
    else if (heading) {
      const level = Math.min(heading[1]?.length ?? 1, 3) as 1 | 2 | 3
      blocks.push({ kind: 'heading', level, text: readInline(trimHeading(heading[2] ?? '')) })
      at++
    } else if (patterns.rule.test(line)) {
      blocks.push({ kind: 'rule' })
      at++
    } else if (patterns.fence.test(line)) at = readFence(lines, at, blocks)
    else if (nested && patterns.quote.test(line)) at = readQuote(lines, at, blocks, depth)
    else if (nested && patterns.item.test(line)) at = readList(lines, at, blocks, depth)
    else at = readParagraph(lines, at, blocks, nested)
  }
  return blocks
}

/** `Animals ##` -> `Animals` */
function trimHeading(text: string): string {
  const bare = text.trimEnd()
  let end = bare.length
  while (bare[end - 1] === '#') end--
  return end === 0 || bare[end - 1] === ' ' ? bare.slice(0, end).trimEnd() : bare
}

function readFence(lines: readonly string[], from: number, blocks: Block[]): number {
  const fence = patterns.fence.exec(lines[from] ?? '')?.[1] ?? '```'
  const end = lines.findIndex((line, i) => i > from && line.startsWith(fence))
  const until = end < 0 ? lines.length : end
  blocks.push({ kind: 'code', text: lines.slice(from + 1, until).join('\n') })
  return until + 1
}

function readQuote(lines: readonly string[], from: number, blocks: Block[], depth: number): number {
  let at = from
  const inner: string[] = []
  while (at < lines.length && patterns.quote.test(lines[at] ?? ''))
    inner.push((lines[at++] ?? '').replace(patterns.quote, ''))
  blocks.push({ kind: 'quote', blocks: readBlocks(inner, depth + 1) })
  return at
}

function readList(lines: readonly string[], from: number, blocks: Block[], depth: number): number {
  const first = patterns.item.exec(lines[from] ?? '')
  const ordered = /\d/.test(first?.[2] ?? '')
  const items: string[][] = []
  let indent = 0
  let at = from
  for (; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const item = patterns.item.exec(line)
    const inside = /^\s*/.exec(line)?.[0].length ?? 0
    if (item && (items.length === 0 || inside < indent)) {
      if (/\d/.test(item[2] ?? '') !== ordered || patterns.rule.test(line)) break
      indent = item[0].length
      items.push([line.slice(item[0].length)])
    } else if (line.trim() === '') {
      if (!/^\s{2,}\S/.test(lines[at + 1] ?? '') && !patterns.item.test(lines[at + 1] ?? '')) break
      items.at(-1)?.push('')
    } else if (inside >= Math.min(indent, 2) || !startsBlock(line))
      items.at(-1)?.push(line.slice(Math.min(inside, indent)))
    else break
  }
  const start = Number.parseInt(first?.[2] ?? '1', 10) || 1
  blocks.push({ kind: 'list', ordered, start, items: items.map((item) => readBlocks(item, depth + 1)) })
  return at
}

function readParagraph(lines: readonly string[], from: number, blocks: Block[], nested: boolean): number {
  let at = from + 1
  while (at < lines.length && lines[at]?.trim() !== '' && !(nested && startsBlock(lines[at] ?? ''))) at++
  blocks.push({ kind: 'paragraph', text: readInline(lines.slice(from, at).join('\n').trim()) })
  return at
}

function startsBlock(line: string): boolean {
  return Object.values(patterns).some((pattern) => pattern.test(line))
}

/** One alternation that never overlaps itself: each character is tried once, so that no text makes it slow. */
const inline =
  /\\([!-/:-@[-`{-~])|(`+)([^`]+)\2|(\*\*|__)(?=\S)((?:[^*_\\]|[*_](?![*_]))+?)\4|([*_])(?=\S)([^*_\n]+)\6|~~([^~]+)~~|!?\[([^[\]]{0,1000})\]\(<?([^()\s<>]{1,2000})>?(?:\s+"[^"]{0,500}")?\)|(https?:\/\/[^\s<>()"]{1,2000}[^\s<>()".,;:!?])|(?<! ) {2,}\n|\\\n/g

export function readInline(source: string): Inline[] {
  const parts: Inline[] = []
  let done = 0
  const addText = (text: string) => {
    if (text !== '') parts.push({ kind: 'text', text })
  }
  for (const match of source.matchAll(inline)) {
    const [all, escaped, , code, , strong, mark, emphasis, strike, label, target, address] = match
    // snake_case_names and 2*3*4 are no emphasis.
    if (mark && /\w/.test(source[match.index - 1] ?? ' ')) continue
    addText(source.slice(done, match.index))
    done = match.index + all.length
    if (escaped !== undefined) addText(escaped)
    else if (code !== undefined) parts.push({ kind: 'code', text: code })
    else if (strong !== undefined) parts.push({ kind: 'strong', text: readInline(strong) })
    else if (emphasis !== undefined) parts.push({ kind: 'emphasis', text: readInline(emphasis) })
    else if (strike !== undefined) parts.push({ kind: 'strike', text: readInline(strike) })
    else if (target !== undefined) parts.push(link(label || target, target, all))
    else if (address !== undefined) parts.push({ kind: 'link', href: address, text: [{ kind: 'text', text: address }] })
    else parts.push({ kind: 'break' })
  }
  addText(source.slice(done))
  return parts
}

function link(label: string, target: string, source: string): Inline {
  const text: Inline[] = [{ kind: 'text', text: label }]
  return /^(https?:\/\/|mailto:)/i.test(target) ? { kind: 'link', href: target, text } : { kind: 'text', text: source }
}
