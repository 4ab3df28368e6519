const offered =
  'en es pt pt-BR fr de it nl pl cs sk uk ru bg sr hr ro hu el tr ar he fa ur hi bn ta te mr id ms th vi zh-Hans zh-Hant ja ko sv da nb fi et lv lt sw'.split(
    ' ',
  )

const names = new Intl.DisplayNames('en', { type: 'language' })

/** Languages to choose from, with the one that is set, whichever it is. */
export function languageChoices(current: string) {
  const tags = offered.includes(current) || current === '' ? offered : [current, ...offered]
  return tags.map((tag) => ({ value: tag, label: `${languageName(tag)} (${tag})` }))
}

export function languageName(tag: string): string {
  try {
    return names.of(tag) ?? tag
  } catch {
    return tag
  }
}
