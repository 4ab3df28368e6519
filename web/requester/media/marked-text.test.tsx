import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { MarkedText } from './marked-text.tsx'

const html = (value: string, marks: Parameters<typeof MarkedText>[0]['marks']) =>
  renderToStaticMarkup(<MarkedText value={value} marks={marks} />)

test('what was marked stands out in the text, each with what it is, counted in code points', () => {
  const marks = [
    { label: 'bird', start: 2, end: 3 },
    { label: 'place', start: 4, end: 8 },
  ]
  expect(html('𝒳 🐦 Rome <b>', marks)).toBe(
    '𝒳 <mark>🐦<sub> bird</sub></mark> <mark>Rome<sub> place</sub></mark> &lt;b&gt;',
  )
  expect(html('Rome', undefined)).toBe('Rome')
})

test('parts that share characters are told where each ends', () => {
  const marks = [
    { label: 'a', start: 0, end: 2 },
    { label: 'b', start: 1, end: 3 },
  ]
  expect(html('xyz', marks)).toBe('<mark>x</mark><mark>y<sub> a</sub></mark><mark>z<sub> b</sub></mark>')
})
