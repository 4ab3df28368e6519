import { expect, test } from 'vitest'
import { type ApiError, createClient } from './client.ts'

/** What nginx 1.22 says by itself. */
const nginx = (status: number, title: string) =>
  new Response(
    `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx/1.22.1</center>\r\n</body>\r\n</html>\r\n`,
    { status, statusText: title, headers: { 'content-type': 'text/html' } },
  )

test.each([
  [413, 'Request Entity Too Large', 'bad_request', /only smaller bodies.*client_max_body_size/],
  [502, 'Bad Gateway', 'unavailable', /Is a proxy in between\?/],
])('E1 a proxy that answers %i in place of the service', async (status, title, code, words) => {
  const client = createClient({ url: 'http://localhost', key: 'x', fetch: async () => nginx(status, title) })
  const error = await client.listProjects().then(
    () => null,
    (thrown: ApiError) => thrown,
  )
  expect(error).toMatchObject({ code, problem: { status } })
  expect(error?.message).toMatch(words)
})
