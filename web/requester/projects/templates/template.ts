import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import type { IconName } from '../../../ui/icons.tsx'

export type Template = { id: string; name: string; about: string; icon: IconName; draft: ProjectDraft }

export const picture = { name: 'image', type: 'image', label: 'Picture' } as const
export const choice = (...values: string[]) => values.map((value) => ({ value, label: '' }))
