import { expect, test } from 'vitest'
import { parseXml } from './xml.ts'

test('elements, attributes, texts; comments, instructions and white space between are passed over', () => {
  const { name, children } = parseXml(
    `<?xml version="1.0" encoding="utf-8"?>\n<!-- <b> -->\n<a>\n <b é="1 &amp; &#233;&#x1F642;" c = 'it"s'/>x<b>a<![CDATA[<&]]>b</b ></a>\n`,
  )
  expect(name).toBe('a')
  expect(children.map((one) => [one.name, [...one.attributes], one.text])).toEqual([
    [
      'b',
      [
        ['é', '1 & é🙂'],
        ['c', 'it"s'],
      ],
      '',
    ],
    ['b', [], 'a<&b'],
  ])
})

const laughs = `<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>`
test.each([
  ['document type', laughs],
  ['document type', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'],
  ['document type', '<a><!ENTITY x "y"></a>'],
  ['"&y;"', '<a>&y;</a>'],
  ['"&amp"', '<a>&amp</a>'],
  ['"&#0;"', '<a b="&#0;"/>'],
  ['"&#xD800;"', '<a>&#xD800;</a>'],
  ['cut off', '<a><b></b>'],
  ['cut off', '<a><!-- '],
  ['(line 3)', '<a>\n\n<b></a>'],
  ['closes another', '<a></b>'],
  ['closes another', '<a></a></a>'],
  ['begins no element', '<a><1/></a>'],
  ['begins no element', '<a b=1/>'],
  ['begins no element', '<a b="<"/>'],
  ['two attributes', '<a b="1" b="2"/>'],
  ['second outermost', '<a/><b/>'],
  ['outside', 'x<a/>'],
  ['outside', '<a/>x'],
  ['no element', '<!-- -->'],
  ['within each other', '<a>'.repeat(100_000)],
])('what is not read is refused in a sentence: %s', (why, text) => {
  expect(() => parseXml(text)).toThrow(why)
})

test('more elements than a memory holds are refused before they fill it', () => {
  expect(() => parseXml(`<a>${'<a/>'.repeat(5_000_001)}</a>`)).toThrow('Split it')
})

test('what looks for an end that never comes looks once', () => {
  const begin = performance.now()
  for (const piece of ['<a ', '<a b="', '<a b="1" ', '&', '<!--', '<![CDATA[']) {
    const text = `<a>${piece.repeat(300_000)}`
    expect(() => parseXml(text)).toThrow()
  }
  expect(performance.now() - begin).toBeLessThan(3000)
})
