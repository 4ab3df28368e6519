import { type Source, walk } from './sources.ts'

export type Length = { lines: number; where: string }

/** The functions of a file, those inside of others too, by their lines. */
export function lengthsOfFunctions({ path, text, program }: Source): Length[] {
  const lengths: Length[] = []
  for (const node of walk(program)) {
    if (!/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) continue
    const first = text.slice(0, node.start).split('\n').length
    lengths.push({ lines: text.slice(node.start, node.end).split('\n').length, where: `${path}:${first}` })
  }
  return lengths
}
