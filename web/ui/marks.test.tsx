import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Marks } from './marks.tsx'

test('marks lie where they are in the original, however large it is shown, and tell labels by colour', () => {
  const at = (x: number, label?: string) => ({ x, y: 20, width: 30, height: 40, label })
  const html = renderToStaticMarkup(
    <Marks marks={[at(10, 'dog'), at(50, 'cat'), at(90, 'dog')]} size={{ width: 400, height: 300 }} />,
  )
  expect(html).toContain('viewBox="0 0 400 300"')
  expect(html).toContain('d="M10 20h30v40h-30Z"')
  expect([...html.matchAll(/data-colour="(\d)"/g)].map(([, colour]) => colour)).toEqual(['1', '0', '1'])
})

test('points are dots, outlines are closed', () => {
  const corners = [
    [1, 2],
    [3, 4],
    [5, 1],
  ] as const
  const html = renderToStaticMarkup(
    <Marks marks={[{ x: 7, y: 8 }, { points: corners }]} size={{ width: 9, height: 9 }} />,
  )
  expect(html).toContain('data-point="true"')
  expect(html).toContain('d="M7 8h0"')
  expect(html).toContain('d="M1 2L3 4L5 1Z"')
})
