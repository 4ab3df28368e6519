import type { Page } from 'playwright-core'

declare global {
  interface Window {
    /** From the request for the page to its first picture on the screen, in ms. */
    firstPicture: Promise<number>
    /** From each press of Enter to another picture on the screen, in ms. */
    nextPictures: number[]
  }
}

/**
 * Measures in the page itself when a picture is painted: looked for in each frame, decoded, and counted only when that
 * frame has been drawn. Up to a frame (16 ms) too late, never too early.
 */
export async function watchPaints(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shown = () => {
      const picture = document.querySelector<HTMLImageElement>('main.task .frame img')
      return picture?.complete && picture.naturalWidth > 0 ? picture.currentSrc : ''
    }
    const painted = (before: string) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (shown() === '' || shown() === before) return requestAnimationFrame(look)
          // Messages are handled behind the frame that draws it.
          const channel = new MessageChannel()
          channel.port1.onmessage = () => resolve(performance.now())
          channel.port2.postMessage('')
        }
        requestAnimationFrame(look)
      })
    window.firstPicture = painted('')
    window.nextPictures = []
    const onEnter = ({ key, timeStamp }: KeyboardEvent) => {
      if (key === 'Enter') void painted(shown()).then((at) => window.nextPictures.push(at - timeStamp))
    }
    addEventListener('keydown', onEnter, { capture: true })
  })
}
