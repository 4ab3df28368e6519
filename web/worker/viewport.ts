/**
 * The height that is really seen, as `--seen`: a touch keyboard takes its part on some phones without telling the
 * layout. The page is as high as what is seen, so that the form stands on the keyboard and nothing has to scroll.
 */
export function watchViewport(): void {
  const { visualViewport: viewport, document } = window
  if (!viewport) return
  const measure = () => {
    // A page that was zoomed by hand is left alone.
    if (viewport.scale > 1.01) return
    document.documentElement.style.setProperty('--seen', `${viewport.height}px`)
    // Some browsers push the page up to show the field; it is shown already.
    if (viewport.offsetTop > 0) scrollTo(0, 0)
  }
  viewport.addEventListener('resize', measure)
  viewport.addEventListener('scroll', measure)
  measure()
}
