import { useQueryClient } from '@tanstack/react-query'
import type { FormEffect } from '@whisker/api/form-effect.ts'
import type { ApplyTo, Project } from '@whisker/api/project-settings.ts'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { notifyDone } from '../../../../ui/notify.ts'
import { useMerging } from '../../../merging/use-merging.tsx'
import { type Draft, draftOf } from '../../editor/draft.ts'
import type { Saved } from '../../editor/editor.tsx'
import { projectQuery } from '../../queries.ts'
import { FollowDialog } from './follow-dialog.tsx'

/**
 * Saves what differs from the project as it was when the draft began. What somebody else has saved since is put together
 * with it; where both have changed the same, the person is asked. A changed form is saved after saying what it does to the
 * tasks that are there.
 */
export function useSave(project: Project) {
  const cache = useQueryClient()
  const { ask, save: saveOver, dialog } = useMerging(project, draftOf)
  const params = { project_id: project.id }
  const askFollow = (effect: FormEffect) =>
    ask<ApplyTo | null>((choose) => <FollowDialog effect={effect} choose={choose} />)

  function stored(next: Project): void {
    cache.setQueryData(projectQuery(project.id).queryKey, next)
    void cache.invalidateQueries({ queryKey: keyOf.projects() })
    void cache.invalidateQueries({ queryKey: keyOf.olderForms(project.id) })
  }

  async function save(typed: Draft): Promise<Saved> {
    let askedAbout = 0
    let applyTo: ApplyTo = 'unanswered'
    const next = await saveOver(typed, {
      read: () => service.readProject({ params }),
      send: async ({ input_spec, output_spec, ...others }, before) => {
        const specs = { ...(input_spec && { input_spec }), ...(output_spec && { output_spec }) }
        const isNew = Object.keys(specs).length > 0
        if (isNew && askedAbout !== before.version) {
          const effect = await service.previewEdit({ params, body: specs })
          const chosen = isQuiet(effect) ? 'unanswered' : await askFollow(effect)
          if (chosen === null) return 'cancelled'
          askedAbout = before.version
          applyTo = chosen
        }
        const body = { ...others, ...specs, based_on: before.updated_at, ...(isNew && { apply_to: applyTo }) }
        return service.editProject({ params, body })
      },
    })
    if (next === 'cancelled') return next
    stored(next)
    notifyDone(next.version > project.version ? `Saved as version ${next.version}.` : 'Saved.')
    return { draft: draftOf(next) }
  }

  /** For tasks that are still in an older form: which of them are asked in that of today. */
  async function askAboutOlder(effect: FormEffect): Promise<void> {
    const apply_to = await askFollow(effect)
    if (apply_to === null) return
    stored(await service.editProject({ params, body: { apply_to } }))
    notifyDone('These tasks get the current form within seconds.')
  }
  return { save, askAboutOlder, dialog }
}

/** Nothing is there that a person would have to know of. */
function isQuiet(effect: FormEffect): boolean {
  const { unanswered, answered, needs_review, completed, gold, keep_form } = effect
  const kinds = [answered, needs_review, completed, gold]
  return unanswered + keep_form === 0 && kinds.every(({ fitting, misfits }) => fitting + misfits === 0)
}
