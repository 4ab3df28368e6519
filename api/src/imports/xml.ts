import { ImportFault } from './imported.ts'

/** `text`: what stands in it, without what stands in its children. */
export type XmlElement = {
  name: string
  attributes: ReadonlyMap<string, string>
  children: XmlElement[]
  text: string
}

const maxDepth = 50
// Elements and attributes, each of which is some hundred bytes here and five in a file.
const maxNodes = 5_000_000

const name = '[\\p{L}_:][\\p{L}\\p{N}_:.\\-]*'
const opening = new RegExp(`<(${name})`, 'uy')
const attribute = new RegExp(`\\s+(${name})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'uy')
const ending = /\s*(\/?)>/y
const closing = new RegExp(`</(${name})\\s*>`, 'uy')
const noAttributes: ReadonlyMap<string, string> = new Map()

/**
 * Reads the part of XML that data is written in: elements, attributes, texts. A document type is refused, and with it all that makes
 * XML dangerous: entities of its own, files and addresses that it names. Our own, for no package reads so little; nothing here calls
 * itself, so that no depth can end the program.
 *
 * @throws {ImportFault}
 */
export function parseXml(text: string): XmlElement {
  return new XmlReader(text).read()
}

class XmlReader {
  private readonly source: string
  private readonly open: XmlElement[] = []
  private root: XmlElement | null = null
  private at = 0
  private nodes = 0

  constructor(source: string) {
    this.source = source
  }

  read(): XmlElement {
    while (this.at < this.source.length) {
      const next = this.source.indexOf('<', this.at)
      this.addText(this.source.slice(this.at, next === -1 ? undefined : next))
      this.at = next === -1 ? this.source.length : next
      if (next !== -1) this.readMarkup()
    }
    if (this.open.length > 0) throw this.fault(`ends within <${this.open.at(-1)?.name}>; it may have been cut off`)
    if (!this.root) throw this.fault('has no element')
    return this.root
  }

  private readMarkup(): void {
    if (this.begins('<!--')) this.passTo('-->')
    else if (this.begins('<![CDATA[')) this.addTo(this.passTo(']]>').slice(9))
    else if (this.begins('<?')) this.passTo('?>')
    else if (this.begins('<!'))
      throw this.fault('has a document type (<!DOCTYPE …>), which may name other files; only XML without one is read')
    else if (this.begins('</')) this.close()
    else this.openElement()
  }

  private openElement(): void {
    const element = { name: this.take(opening)?.[1] ?? '', attributes: this.readAttributes(), children: [], text: '' }
    const end = this.take(ending)
    if (element.name === '' || !end) throw this.fault('has a "<" that begins no element')
    this.count()
    const above = this.open.at(-1)
    if (above) above.children.push(element)
    else if (this.root) throw this.fault('has a second outermost element')
    else this.root = element
    if (end[1] === '/') return
    if (this.open.push(element) > maxDepth) throw this.fault(`has more than ${maxDepth} elements within each other`)
  }

  private readAttributes(): ReadonlyMap<string, string> {
    let attributes: Map<string, string> | null = null
    for (let found = this.take(attribute); found; found = this.take(attribute)) {
      attributes ??= new Map()
      if (attributes.has(found[1]!)) throw this.fault(`has an element with two attributes "${found[1]}"`)
      attributes.set(found[1]!, this.decode(found[2] ?? found[3]!))
      this.count()
    }
    return attributes ?? noAttributes
  }

  private close(): void {
    const closed = this.open.pop()
    if (this.take(closing)?.[1] !== closed?.name || !closed)
      throw this.fault(`closes another element than <${closed?.name}>`)
  }

  private addText(text: string): void {
    if (this.open.length > 0) this.addTo(this.decode(text))
    else if (text.trim() !== '') throw this.fault('has text outside of its outermost element')
  }

  private addTo(text: string): void {
    const element = this.open.at(-1)
    if (element) element.text += text
    else throw this.fault('has text outside of its outermost element')
  }

  private decode(text: string): string {
    if (!text.includes('&')) return text
    return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));?/gi, (said, decimal, hexadecimal, named) => {
      const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal, 16)
      const character = named ? entities.get(named) : isCharacter(code) ? String.fromCodePoint(code) : undefined
      if (character === undefined || !said.endsWith(';')) throw this.fault(`has "${said}", which is no character here`)
      return character
    })
  }

  private count(): void {
    if (++this.nodes > maxNodes) throw this.fault('has more elements than are taken. Split it')
  }

  private begins(text: string): boolean {
    return this.source.startsWith(text, this.at)
  }

  /** What stands there, without the end. */
  private passTo(end: string): string {
    const found = this.source.indexOf(end, this.at)
    if (found === -1) throw this.fault(`has no "${end}" where one is wanted; it may have been cut off`)
    const passed = this.source.slice(this.at, found)
    this.at = found + end.length
    return passed
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.source)
    if (found) this.at = pattern.lastIndex
    return found
  }

  private fault(what: string): ImportFault {
    const line = this.source.slice(0, this.at).split('\n').length
    return new ImportFault(`The XML ${what} (line ${line}).`)
  }
}

const entities = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

function isCharacter(code: number): boolean {
  return code >= 0x20 ? code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) : [9, 10, 13].includes(code)
}

/** The text of the first child of this name. */
export function textOf(element: XmlElement | undefined, child: string): string | null {
  const found = element?.children.find((one) => one.name === child)
  return found ? found.text.trim() : null
}

/** A number as XML writes it; NaN for all else. */
export function numberOf(text: string | null | undefined): number {
  return text && /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : Number.NaN
}
