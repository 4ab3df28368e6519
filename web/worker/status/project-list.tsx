/** @jsxImportSource preact */

import type { WorkerProject } from '@whisker/api/assignments.ts'
import { useState } from 'preact/hooks'
import { base } from '../../service/base.ts'
import { usePage, useWork } from '../page.ts'
import { moreProjects } from '../work/projects.ts'

/** `pt-BR` and `pt` are one choice: who reads the one reads the other. */
const baseOf = (tag: string) => tag.split('-')[0]?.toLowerCase() ?? tag

/** The projects to choose from; those in the language of the page first, if there are any. */
export function ProjectList({ projects }: { projects: readonly WorkerProject[] }) {
  const { t, language } = usePage()
  const spoken = [...new Set(projects.map((project) => baseOf(project.language)))]
  const [chosen, setChosen] = useState(() => (spoken.includes(baseOf(language)) ? baseOf(language) : ''))
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const shown = projects.filter((project) => chosen === '' || baseOf(project.language) === chosen)
  if (projects.length === 0) return null
  return (
    <>
      {spoken.length > 1 ? (
        <label class="field">
          <span class="label">{t('language')}</span>
          <select class="control" value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            <option value="">{t('allLanguages')}</option>
            {spoken.map((tag) => (
              <option key={tag} value={tag}>
                {names.of(tag)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      <ul class="projects">
        {shown.map((project) => (
          <li key={project.id}>
            <a href={`${base}/app/work?project=${project.id}`}>
              <span lang={project.language} dir="auto">
                {project.title}
              </span>
              <small>{names.of(project.language)}</small>
            </a>
          </li>
        ))}
      </ul>
      <MoreProjects />
    </>
  )
}

/** Whoever works on many projects has more than one page of them. */
function MoreProjects() {
  const { t, desk } = usePage()
  const next = useWork((state) => state.nextProjects)
  const [state, setState] = useState<'ready' | 'loading' | 'failed'>('ready')
  if (next === null) return null
  const load = async () => {
    setState('loading')
    setState((await moreProjects(desk)) ? 'ready' : 'failed')
  }
  return (
    <>
      {state === 'failed' ? <p class="fault">{t('offlineOpen')}</p> : null}
      <button type="button" class="button" disabled={state === 'loading'} onClick={load}>
        {state === 'failed' ? t('tryAgain') : t('showMore')}
      </button>
    </>
  )
}
