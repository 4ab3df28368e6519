import { useQueryClient } from '@tanstack/react-query'
import type { ApplyTo, FormEffect, Project } from '@whisker/api/projects.ts'
import { type ReactNode, useRef, useState } from 'react'
import { service } from '../../../../service/client.ts'
import { explain } from '../../../../service/problem.ts'
import { notifyDone } from '../../../../ui/notify.ts'
import { changesOf, type Draft, draftOf } from '../../editor/draft.ts'
import type { Saved } from '../../editor/editor.tsx'
import { mergeDrafts } from '../../editor/merge.ts'
import { projectQuery } from '../../queries.ts'
import { FollowDialog } from './follow-dialog.tsx'
import { MergeDialog } from './merge-dialog.tsx'

// Two people who save again and again: at some time a person is told.
const mostMerges = 5

/**
 * Saves what differs from the project as it was when the draft began. What somebody else has saved since is put together
 * with it; where both have changed the same, the person is asked. A changed form is saved after saying what it does to the
 * tasks that are there.
 */
export function useSave(project: Project) {
  const cache = useQueryClient()
  const base = useRef(project)
  const [dialog, setDialog] = useState<ReactNode>(null)
  const params = { project_id: project.id }

  function ask<T>(show: (choose: (answer: T) => void) => ReactNode): Promise<T> {
    return new Promise((resolve) => {
      setDialog(
        show((answer) => {
          setDialog(null)
          resolve(answer)
        }),
      )
    })
  }
  const askFollow = (effect: FormEffect) =>
    ask<ApplyTo | null>((choose) => <FollowDialog effect={effect} choose={choose} />)

  function stored(next: Project): void {
    base.current = next
    cache.setQueryData(projectQuery(project.id).queryKey, next)
    void cache.invalidateQueries({ queryKey: ['projects'] })
    void cache.invalidateQueries({ queryKey: ['project', project.id, 'older-forms'] })
  }

  async function save(typed: Draft): Promise<Saved> {
    let draft = typed
    let askedAbout = 0
    let applyTo: ApplyTo = 'unanswered'
    for (let merges = 0; ; merges++) {
      const before = base.current
      const { input_spec, output_spec, ...others } = changesOf(draftOf(before), draft)
      const specs = { ...(input_spec && { input_spec }), ...(output_spec && { output_spec }) }
      const isNew = Object.keys(specs).length > 0
      if (isNew && askedAbout !== before.version) {
        const effect = await service.previewEdit({ params, body: specs })
        const chosen = isQuiet(effect) ? 'unanswered' : await askFollow(effect)
        if (chosen === null) return 'cancelled'
        askedAbout = before.version
        applyTo = chosen
      }
      try {
        const body = { ...others, ...specs, based_on: before.updated_at, ...(isNew && { apply_to: applyTo }) }
        const next = await service.editProject({ params, body })
        stored(next)
        notifyDone(next.version > project.version ? `Saved as version ${next.version}.` : 'Saved.')
        return { draft: draftOf(next) }
      } catch (error) {
        const { code, detail } = explain(error)
        if (code !== 'changed_meanwhile' || merges === mostMerges) throw error
        const theirs = await service.readProject({ params })
        let merged = mergeDrafts(draftOf(before), draft, draftOf(theirs), 'mine')
        if (merged.conflicts.length > 0) {
          const { conflicts } = merged
          const told = detail.split(' Nothing was saved.')[0] ?? detail
          const side = await ask<'mine' | 'theirs' | null>((choose) => (
            <MergeDialog conflicts={conflicts} told={told} choose={choose} />
          ))
          if (side === null) return 'cancelled'
          merged = mergeDrafts(draftOf(before), draft, draftOf(theirs), side)
        }
        draft = merged.draft
        base.current = theirs
      }
    }
  }

  /** For tasks that are still in an older form: which of them are asked in that of today. */
  async function askAboutOlder(effect: FormEffect): Promise<void> {
    const apply_to = await askFollow(effect)
    if (apply_to === null) return
    stored(await service.editProject({ params, body: { apply_to } }))
    notifyDone('These tasks take the form of today, within seconds.')
  }
  return { save, askAboutOlder, dialog }
}

/** Nothing is there that a person would have to know of. */
function isQuiet(effect: FormEffect): boolean {
  const { unanswered, answered, needs_review, completed, gold, keep_form } = effect
  const kinds = [answered, needs_review, completed, gold]
  return unanswered + keep_form === 0 && kinds.every(({ fitting, misfits }) => fitting + misfits === 0)
}
