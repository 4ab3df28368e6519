/**
 * What is told comes back as what is given, a little later and perhaps without what was told in between. It is no news: taken for
 * some, a quick hand would find its last stroke undone.
 */
export function createEcho<T>(tell: (value: T) => void) {
  let told: T[] = []
  return {
    tell(value: T): void {
      told.push(value)
      tell(value)
    },
    /** Whether it was said by somebody else. */
    isNews(value: T): boolean {
      const at = told.indexOf(value)
      if (at >= 0) told = told.slice(at + 1)
      return at < 0
    },
  }
}
