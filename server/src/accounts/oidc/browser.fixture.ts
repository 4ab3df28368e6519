import { ask, type Reply } from '../../testing/ask.ts'

/** A browser as far as signing in goes: cookies, and the way to the provider and back. */
export class TestBrowser {
  private readonly cookies = new Map<string, string>()
  private readonly whisker: string

  constructor(whisker: string) {
    this.whisker = whisker
  }

  /** Another one with the same cookies, as of a thief, or of another server's address. */
  copy(whisker = this.whisker): TestBrowser {
    const copy = new TestBrowser(whisker)
    for (const [name, value] of this.cookies) copy.cookies.set(name, value)
    return copy
  }

  /** Asks Whisker as its own page does. */
  async ask(path: string, method = 'GET', json?: unknown): Promise<Reply> {
    const headers = { cookie: this.cookieHeader(), 'sec-fetch-site': 'same-origin' }
    const reply = await ask(`${this.whisker}${path}`, { method, headers, ...(json !== undefined && { json }) })
    this.keep(reply.headers)
    return reply
  }

  /** The whole way; what Whisker says to the answer of the provider. */
  async signIn(body: object = {}): Promise<Reply> {
    return this.complete(await this.answer(body))
  }

  /** What the provider adds to the address to which it sends the browser back. */
  async answer(body: object = {}): Promise<string> {
    const begun = await this.ask('/sign-ins', 'POST', body)
    let at = begun.json.url as string
    for (let hops = 0; hops < 10 && !at.startsWith(`${this.whisker}/`); hops++) {
      const reply = await fetch(at, { headers: { cookie: this.cookieHeader() }, redirect: 'manual' })
      this.keep(reply.headers)
      const location = reply.headers.get('location')
      if (!location) throw new Error(`The provider stopped with ${reply.status}: ${await reply.text()}`)
      at = new URL(location, at).href
    }
    const back = await fetch(at, { redirect: 'manual' })
    return (back.headers.get('location') as string).split('#')[1] as string
  }

  complete(answer: string): Promise<Reply> {
    return this.ask('/sign-ins', 'PUT', { answer })
  }

  private cookieHeader(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  private keep(headers: Headers): void {
    for (const cookie of headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(cookie)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
  }
}
