import { Modal, useMantineColorScheme } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo, useState } from 'react'
import { useRights } from '../../account/session.ts'
import { base } from '../../service/base.ts'
import { Icon, type IconName } from '../../ui/icons.tsx'
import { inProject, inWorkspace } from '../pages.ts'
import { projectsQuery } from '../projects/queries.ts'
import { withoutParameters } from './offered.ts'
import styles from './palette.module.css'
import { rank } from './palette-rank.ts'
import { useSignOut } from './sign-out.ts'

/** What an address ends with is found too: `edit`, `new`. */
const endOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** Of each project; its overview goes by the name of the project. */
const ofEach = withoutParameters(inProject).filter((page) => page.path !== '/')

type Command = { id: string; label: string; hint: string; words: string; icon: IconName; run: () => unknown }

/** Goes anywhere and does anything by typing a few letters of it. */
export function Palette({ opened, close }: { opened: boolean; close: () => void }) {
  // A new list each time it opens: one that opens again while it still fades out would keep the words of last time.
  const [seen, setSeen] = useState({ opened, openings: 0 })
  if (seen.opened !== opened) setSeen({ opened, openings: seen.openings + (opened ? 1 : 0) })
  return (
    <Modal.Root opened={opened} onClose={close} centered={false} yOffset="12vh" size={560}>
      <Modal.Overlay color="#17151d" backgroundOpacity={0.4} />
      <Modal.Content aria-label="Search">
        <PaletteList key={seen.openings} close={close} />
      </Modal.Content>
    </Modal.Root>
  )
}

function PaletteList({ close }: { close: () => void }) {
  const commands = useCommands()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const found = useMemo(() => rank(commands, words).slice(0, 50), [commands, words])
  const chosen = found[Math.min(at, found.length - 1)]
  const run = (command: Command | undefined) => {
    if (!command) return
    close()
    // It fades out with the keyboard in it, which is for the page that comes.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    command.run()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter') run(chosen)
    else return
    event.preventDefault()
  }
  return (
    <>
      <input
        className={styles.input}
        placeholder="Go to a project or a page…"
        aria-label="Search"
        role="combobox"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={chosen && `palette-${chosen.id}`}
        data-autofocus
        value={words}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setWords(event.currentTarget.value)
          setAt(0)
        }}
      />
      <div id="palette-list" role="listbox" aria-label="Found" className={styles.list} tabIndex={-1}>
        {found.map((command) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above
          <div
            key={command.id}
            id={`palette-${command.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === chosen}
            className={styles.option}
            ref={(element) => {
              if (command === chosen) element?.scrollIntoView({ block: 'nearest' })
            }}
            onMouseMove={() => setAt(found.indexOf(command))}
            onClick={() => run(command)}
          >
            <Icon name={command.icon} />
            <span className={styles.label}>{command.label}</span>
            <span className={styles.hint}>{command.hint}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={styles.none}>Nothing is called that.</p>}
    </>
  )
}

function useCommands(): Command[] {
  const navigate = useNavigate()
  const projects = useQuery(projectsQuery())
  const { setColorScheme } = useMantineColorScheme()
  const signOut = useSignOut()
  const may = useRights()
  return useMemo(() => {
    const list: Command[] = []
    for (const { id, title } of projects.data?.data ?? []) {
      const params = { project: String(id) }
      list.push({
        id: `p${id}`,
        label: title,
        hint: `Project ${id}`,
        words: '',
        icon: 'projects',
        run: () => navigate({ to: '/projects/$project', params }),
      })
      for (const { path, icon, title: page } of ofEach.filter((page) => may(page.may)))
        list.push({
          id: `p${id}${path}`,
          label: `${title} › ${page}`,
          hint: `Project ${id}`,
          words: endOf(path),
          icon,
          run: () => navigate({ to: `/projects/$project${path}`, params }),
        })
    }
    const go = (label: string, icon: IconName, run: () => unknown, hint = 'Page', words = '') =>
      list.push({ id: label.replaceAll(' ', '-'), label, hint, words, icon, run })
    for (const page of withoutParameters(inWorkspace))
      if (may(page.may)) go(page.title, page.icon, () => navigate({ to: page.path }), 'Page', endOf(page.path))
    go('API reference', 'book', () => window.open(`${base}/docs`, '_blank', 'noreferrer'))
    go('Use the light theme', 'sun', () => setColorScheme('light'), 'Action')
    go('Use the dark theme', 'moon', () => setColorScheme('dark'), 'Action')
    go('Use the theme of the system', 'screen', () => setColorScheme('auto'), 'Action')
    go('Sign out', 'signout', signOut, 'Action')
    return list
  }, [projects.data, may, navigate, setColorScheme, signOut])
}
