import { StringDecoder } from 'node:string_decoder'

/** The lines of a stream, which end with a line feed and nothing else: `readline` also ends them where a text in JSON has U+2028. */
export async function* linesOf(input: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const piece of input) {
    const lines = (rest + decoder.write(Buffer.from(piece))).split('\n')
    rest = lines.pop() as string
    yield* lines
  }
  rest += decoder.end()
  if (rest !== '') yield rest
}
