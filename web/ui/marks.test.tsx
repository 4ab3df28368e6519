import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { Marks } from './marks.tsx'

test('marks lie where they are in the original, however large it is shown, and tell labels by colour', () => {
  const at = (x: number, label?: string) => ({ x, y: 20, width: 30, height: 40, label })
  const html = renderToStaticMarkup(
    <Marks marks={[at(10, 'dog'), at(50, 'cat'), at(90, 'dog')]} size={{ width: 400, height: 300 }} />,
  )
  expect(html).toContain('viewBox="0 0 400 300"')
  expect(html).toContain('x="10" y="20" width="30" height="40"')
  expect([...html.matchAll(/data-colour="(\d)"/g)].map(([, colour]) => colour)).toEqual(['1', '0', '1'])
})
