import { kinds } from '@whisker/api/kinds/kinds.ts'
import { media } from '@whisker/api/media/media.ts'
import type { Node } from 'oxc-parser'
import { type Source, walk } from './sources.ts'

/** What stands in one object in each part, under its name. */
export type Known = {
  names: ReadonlySet<unknown>
  /** What a thing's own name is kept under. */
  asked: readonly string[]
  /** Folders and files that are called so are where it is looked for. */
  room: string
}

export const kindsOfFields: Known = { names: new Set(Object.keys(kinds)), asked: ['type', 'kind'], room: 'kinds' }

/** A piece of Markdown is of the kind `text` too: a medium is never called a kind. */
export const mediaOfFields: Known = {
  names: new Set(Object.keys(media)),
  asked: ['type', 'medium'],
  room: 'media',
}

/**
 * Places that ask for one of these by its name: a comparison of something's `type`, a case of a switch over one, and lists and tables
 * of several of them. Each is a place that whoever adds one must find.
 */
export function placesThatKnow({ names, asked, room }: Known, { path, program }: Source): number {
  if (new RegExp(`(^|/)${room}(/|\\.ts$)`).test(path)) return 0
  const isName = (node: Node) => node.type === 'Literal' && names.has(node.value)
  const isAsked = (node: Node): boolean =>
    node.type === 'ChainExpression'
      ? isAsked(node.expression)
      : asked.includes(String(nameOf(node.type === 'MemberExpression' ? node.property : node)))
  let places = 0
  for (const node of walk(program)) {
    if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator)) {
      if ((isName(node.left) && isAsked(node.right)) || (isName(node.right) && isAsked(node.left))) places++
    } else if (node.type === 'SwitchStatement' && isAsked(node.discriminant)) {
      places += node.cases.filter(({ test }) => test !== null && isName(test)).length
    } else if (node.type === 'ArrayExpression') {
      if (node.elements.length > 1 && node.elements.every((one) => one !== null && isName(one))) places++
    } else if (node.type === 'ObjectExpression') {
      const own = node.properties.filter((one) => one.type === 'Property' && names.has(nameOf(one.key)))
      // A table of many other things may have a `text` and an `image` by chance.
      if (own.length > 1 && own.length * 2 > node.properties.length) places++
    }
  }
  return places
}

function nameOf(node: Node): unknown {
  return node.type === 'Identifier' ? node.name : node.type === 'Literal' ? node.value : undefined
}
