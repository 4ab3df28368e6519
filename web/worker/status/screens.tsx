/** @jsxImportSource preact */
import type { Key } from '../language/messages/en.ts'
import { usePage, useWork } from '../page.ts'
import { part } from '../part.ts'
import { usePart } from '../use-part.ts'
import type { Screen } from '../work/state.ts'
import { Words } from './words.tsx'

type Said = Exclude<Screen, 'working' | 'opening' | 'choosing' | 'sign_up'>

const words = {
  offline: { title: 'offlineOpen', text: 'offlineOpenText' },
  link_expired: { title: 'linkExpired', text: 'linkExpiredText' },
  not_open: { title: 'notOpen', text: 'notOpenText' },
  session_lost: { title: 'sessionLost', text: 'sessionLostText' },
  signed_out: { title: 'signedOut', text: 'signedOutText' },
  broken: { title: 'broken', text: null },
} satisfies Record<Said, { title: Key; text: Key | null }>

// What they lead to is asked of the service: without a network there is nothing to choose either.
const loadProjects = part(() => import('./project-list.tsx'))
const loadSignUp = part(() => import('./sign-up.tsx'))

/** Everything but the work: what happened, and the next step. */
export function StateScreen({ screen }: { screen: Exclude<Screen, 'working' | 'opening'> }) {
  const { t } = usePage()
  const detail = useWork((state) => state.detail)
  const projects = useWork((state) => state.projects)
  const list = usePart(loadProjects, { again: screen })
  const entrance = usePart(screen === 'sign_up' || screen === 'session_lost' ? loadSignUp : null)
  if (screen === 'sign_up') return entrance ? <entrance.SignUp /> : <Words title={t('opening')} />
  if (screen === 'choosing')
    return (
      <Words title={t('projects')} text={projects.length === 0 ? t('noProjects') : ''}>
        {list ? <list.ProjectList projects={projects} /> : null}
      </Words>
    )
  const { title, text } = words[screen]
  const again = screen === 'session_lost' || screen === 'broken'
  return (
    <Words title={t(title)} text={text ? t(text) : detail}>
      {again ? (
        <button type="button" class="button primary" onClick={() => location.reload()}>
          {t('tryAgain')}
        </button>
      ) : null}
      {entrance && screen === 'session_lost' ? <entrance.SignInLink /> : null}
      {projects.length > 0 ? <h2>{t('projects')}</h2> : null}
      {list ? <list.ProjectList projects={projects} /> : null}
    </Words>
  )
}
