import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Join, SynonymSuggestion } from '@whisker/api/quality.ts'
import { service } from '../../../service/client.ts'
import { keyOf } from '../../../service/query-keys.ts'
import { projectQuery } from '../queries.ts'

type Naming = Pick<Project, 'synonyms' | 'apart'>

/** Changes what counts as the same answer. */
export function useNaming(project: Project) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (change: Partial<Naming>) => service.editProject({ params: { project_id: project.id }, body: change }),
    onSuccess: (next) => {
      cache.setQueryData(projectQuery(project.id).queryKey, next)
      return cache.invalidateQueries({ queryKey: keyOf.tasks() })
    },
  })
}

/** These two are not the same, whatever joined them. */
export function keepApart({ synonyms, apart }: Naming, a: string, b: string): Naming {
  return {
    synonyms: synonyms.filter(({ from, to }) => from !== a || to !== b),
    apart: isKeptApart({ apart }, a, b) ? apart : [...apart, [a, b]],
  }
}

export function isKeptApart({ apart }: Pick<Naming, 'apart'>, a: string, b: string): boolean {
  return apart.some(([x, y]) => (x === a && y === b) || (x === b && y === a))
}

/** Why one text counts as another. */
export const joinWords: Record<Join['why'], string> = {
  case: 'upper and lower case',
  letters: 'width, spaces, punctuation',
  marks: 'marks that the language does not tell words apart by',
  synonym: 'you said so',
  words: 'plain words, such as a colour',
  spelling: 'a slip of the keyboard',
}

export const suggestionWords: Record<SynonymSuggestion['why'], string> = {
  together: 'said of the same things',
  spelling: 'perhaps a slip of the keyboard',
  words: 'the same with plain words, such as a colour',
}
