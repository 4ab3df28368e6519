import { Markdown } from '../../../ui/markdown.tsx'
import type { Draft } from './draft.ts'

export function Preview({ draft }: { draft: Draft }) {
  return <Markdown source={draft.public_description} />
}
