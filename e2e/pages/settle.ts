import type { Page } from 'playwright-core'

/** Waits until nothing loads nor moves any more. */
export async function settle(page: Page): Promise<void> {
  // What has just changed is drawn in the next frame, and begins to move then.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  await page.waitForFunction(
    () =>
      document.querySelectorAll('.mantine-Skeleton-root').length === 0 &&
      [...document.images].every((picture) => picture.complete) &&
      document.getAnimations().every((animation) => animation.playState !== 'running'),
  )
}
