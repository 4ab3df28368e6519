import type { ProjectEdit } from '@whisker/api/project-settings.ts'
import type { z } from 'zod'
import type { Ground } from '../ground.ts'
import { invalid, invalidField } from '../problem.ts'
import { checkNaming } from './naming.ts'
import { checkPatterns } from './pattern.ts'

type Draft = Partial<z.output<typeof ProjectEdit>>

/** What the schema cannot know: patterns that compile, addresses that may be called. @throws 422 */
export function checkDraft({ egress }: Pick<Ground, 'egress'>, draft: Draft, language: string): void {
  const { output_spec = [], synonyms = [], apart = [] } = draft
  const faults = [...checkPatterns(output_spec), ...checkNaming(language, synonyms, apart)]
  if (faults.length > 0) throw invalid(faults)
  if (typeof draft.callback_url !== 'string') return
  const url = egress.checkUrl(draft.callback_url)
  if (!url.ok) throw invalidField('/callback_url', url.code, url.detail)
}
