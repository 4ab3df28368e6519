import { kinds as known } from '@whisker/api/kinds/kinds.ts'
import type { Node } from 'oxc-parser'
import { type Source, walk } from './sources.ts'

const kinds = new Set<unknown>(Object.keys(known))

/**
 * Places that ask for a kind of field by its name: a comparison of something's `type` or `kind`, a case of a switch over one, and
 * lists and tables of several kinds. Each is a place that whoever adds a kind must find. Folders and files that are called `kinds` are
 * where it is looked for.
 */
export function placesThatKnowKinds({ path, program }: Source): number {
  if (/(^|\/)kinds(\/|\.ts$)/.test(path)) return 0
  let places = 0
  for (const node of walk(program)) {
    if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator)) {
      if ((isKind(node.left) && isType(node.right)) || (isKind(node.right) && isType(node.left))) places++
    } else if (node.type === 'SwitchStatement' && isType(node.discriminant)) {
      places += node.cases.filter(({ test }) => test !== null && isKind(test)).length
    } else if (node.type === 'ArrayExpression') {
      if (node.elements.length > 1 && node.elements.every((one) => one !== null && isKind(one))) places++
    } else if (node.type === 'ObjectExpression') {
      const names = node.properties.filter((one) => one.type === 'Property' && kinds.has(nameOf(one.key)))
      if (names.length > 1) places++
    }
  }
  return places
}

function isKind(node: Node): boolean {
  return node.type === 'Literal' && kinds.has(node.value)
}

function isType(node: Node): boolean {
  if (node.type === 'ChainExpression') return isType(node.expression)
  const name = node.type === 'MemberExpression' ? nameOf(node.property) : nameOf(node)
  return name === 'type' || name === 'kind'
}

function nameOf(node: Node): unknown {
  return node.type === 'Identifier' ? node.name : node.type === 'Literal' ? node.value : undefined
}
