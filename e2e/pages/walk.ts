import type { Page } from 'playwright-core'

type Stop = { what: string; seen: boolean }

/**
 * Tab from where the focus is until every control has had it, or it went around twice.
 *
 * @returns the controls that Tab did not come to, and those where one does not see that one is there
 */
export async function walkByKeyboard(page: Page): Promise<{ missed: string[]; unseen: string[] }> {
  // In the page: one call for all stops instead of some per key.
  const wanted = await page.evaluate(listControls)
  const stops: Stop[] = []
  for (let n = 0; n < wanted.length * 2 + 30; n++) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(focused)
    if (stop) stops.push(stop)
    if (wanted.every((what) => stops.some((stop) => stop.what === what))) break
  }
  const reached = new Set(stops.map(({ what }) => what))
  // The tools of a picture are those of the field that has the focus: of another field's, none is there any more.
  const left = new Set(await page.evaluate(listLeft))
  // Where there is one control only, its cursor is enough.
  const unseen = stops.filter(({ seen }) => !seen && wanted.length > 1)
  return {
    missed: wanted.filter((what) => left.has(what) && !reached.has(what)),
    unseen: unseen.map(({ what }) => what),
  }
}

/** What can be used on the page as it stands; of a radio group one is reached by Tab, the rest by arrows. */
function listControls(): string[] {
  const top = document.querySelector('dialog[open], [role=dialog]') ?? document.body
  const all = [...top.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea')]
  const usable = all.filter((element) => {
    if (element.matches(':disabled, [tabindex="-1"], [type=hidden], [type=radio]')) return false
    return element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert], [aria-hidden=true]')
  })
  return usable.map((element, at) => {
    element.dataset.stop = `${at}: ${element.outerHTML.slice(0, 100)}`
    return element.dataset.stop
  })
}

/** What was listed and is still there. */
function listLeft(): string[] {
  return [...document.querySelectorAll<HTMLElement>('[data-stop]')].map((element) => element.dataset.stop ?? '')
}

function focused(): Stop | null {
  const element = document.activeElement
  if (!(element instanceof HTMLElement) || element === document.body || element.matches('iframe')) return null
  const what = element.dataset.stop ?? `not listed: ${element.outerHTML.slice(0, 100)}`
  // The parts of a date are stops of one control. To look takes the focus away for a moment, and would begin them anew.
  if (element.dataset.looked) return { what, seen: element.dataset.looked === 'true' }
  // Even the shortest transition still shows its beginning.
  const settle = () => {
    for (const animation of document.getAnimations()) animation.finish()
  }
  const drawn = (candidate: Element) => {
    const { outlineStyle, outlineWidth, boxShadow, borderColor } = getComputedStyle(candidate)
    return { outline: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1, boxShadow, borderColor }
  }
  // The ring may be drawn around the control: an option's whole row for its box, a field's frame for its text.
  const places = [
    element,
    element.parentElement,
    element.parentElement?.parentElement,
    element.nextElementSibling,
  ].filter((place) => place instanceof Element)
  settle()
  const before = places.map(drawn)
  element.blur()
  settle()
  const after = places.map(drawn)
  element.focus()
  const seen = before.some(
    (now, at) => now.outline || now.boxShadow !== after[at]?.boxShadow || now.borderColor !== after[at]?.borderColor,
  )
  element.dataset.looked = String(seen)
  return { what, seen }
}
