import { useMatches } from '@tanstack/react-router'

/** What the page that is open is called in the list of pages. */
export function usePageTitle(): string {
  return useMatches({ select: (matches) => matches.at(-1)?.staticData.page?.title ?? 'Whisker' })
}
