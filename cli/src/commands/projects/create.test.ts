import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServiceFixture } from '../../service.fixture.ts'
import { runWhisker, scratchFolder } from '../../whisker.fixture.ts'

const scratch = scratchFolder()
const service = new ServiceFixture()
beforeAll(() => service.start())
afterAll(() => service.stop())

test('D1 a comma in a choice has a backslash before it', async () => {
  const field = 'size=1\\,5 mm, 2 mm ,a\\\\b,c\\d'
  const args = ['projects', 'create', '--title', 'x', '--image', 'photo', '--radio', field, '--checkbox', 'x=a\\,b']
  const env = { WHISKER_URL: service.url, WHISKER_KEY: service.key }
  expect(await runWhisker(args, { home: scratch.path(), env })).toMatchObject({ code: 0 })
  const { output_spec } = JSON.parse(String(service.requests.at(-1)?.body))
  const values = output_spec.map(({ options }: { options: { value: string }[] }) => options.map(({ value }) => value))
  expect(values).toEqual([['1,5 mm', '2 mm', 'a\\b', 'c\\d'], ['a,b']])
})
