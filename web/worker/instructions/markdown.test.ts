import { expect, test } from 'vitest'
import { type Block, type Inline, readInline, readMarkdown } from './markdown.ts'

/** A short notation of what was read: `<strong>` and so on, only to compare. */
function show(blocks: Block[]): string {
  return blocks.map(showBlock).join('')
}
function showBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `p(${inline(block.text)})`
    case 'heading':
      return `h${block.level}(${inline(block.text)})`
    case 'list':
      return `${block.ordered ? `ol${block.start}` : 'ul'}(${block.items.map((item) => `[${show(item)}]`).join('')})`
    case 'quote':
      return `quote(${show(block.blocks)})`
    case 'code':
      return `code(${block.text})`
    case 'rule':
      return 'rule'
  }
}
function inline(parts: Inline[]): string {
  return parts
    .map((part) => {
      if (part.kind === 'break') return '|'
      if (part.kind === 'link') return `a<${part.href}>(${inline(part.text)})`
      return typeof part.text === 'string'
        ? part.kind === 'code'
          ? `c(${part.text})`
          : part.text
        : `${part.kind}(${inline(part.text)})`
    })
    .join('')
}

test.each([
  ['# Animals #\nName *the* **animal**.', 'h1(Animals)p(Name emphasis(the) strong(animal).)'],
  ['- cat\n- dog\n  - small dog\n\n1. one\n2. two', 'ul([p(cat)][p(dog)ul([p(small dog)])])ol1([p(one)][p(two)])'],
  ['3) three', 'ol3([p(three)])'],
  ['- a\n\n  more of a\n- b', 'ul([p(a)p(more of a)][p(b)])'],
  ['> Take care\n> now', 'quote(p(Take care\nnow))'],
  ['```js\n<b>*x*</b>\n```\nend', 'code(<b>*x*</b>)p(end)'],
  ['a\n\n---\n\nb', 'p(a)rulep(b)'],
  ['one  \ntwo', 'p(one|two)'],
  ['`*`, snake_case_name, 2 * 3 * 4, {7*7}{7*7}, \\*no\\*', 'p(c(*), snake_case_name, 2 * 3 * 4, {7*7}{7*7}, *no*)'],
  [
    '~~old~~ see https://example.org/a_b_c.',
    'p(strike(old) see a<https://example.org/a_b_c>(https://example.org/a_b_c).)',
  ],
  [
    '[site](https://example.org "x") [mail](mailto:a@b.example)',
    'p(a<https://example.org>(site) a<mailto:a@b.example>(mail))',
  ],
])('%j', (source, expected) => {
  expect(show(readMarkdown(source))).toBe(expected)
})

test.each([
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<iframe src="javascript:alert(1)"></iframe>',
  '[click](javascript:alert(1))',
  '[click](JaVaScRiPt:alert(1))',
  '[click](data:text/html,<script>alert(1)</script>)',
  '[click](//evil.example)',
  '[click](vbscript:x)',
])('X-06 %s stays text', (source) => {
  expect(JSON.stringify(readMarkdown(source))).not.toMatch(/"kind":"link"/)
  expect(show(readMarkdown(source)).replace(/^p\((.*)\)$/s, '$1')).toBe(source)
})

test('X-06 a picture of another host is a link and not loaded', () => {
  expect(inline(readInline('![dot](https://evil.example/dot.gif)'))).toBe('a<https://evil.example/dot.gif>(dot)')
})
