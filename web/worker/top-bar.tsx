/** @jsxImportSource preact */
import { Icon, type IconName, Mark } from './icons.tsx'
import { keyName } from './keys/key-cap.tsx'
import { useContentLanguage, usePage, useWork } from './page.ts'
import { Saved } from './status/saved.tsx'
import { UndoButton } from './status/undo-button.tsx'
import { summary } from './storage/tally.ts'

export function TopBar() {
  const { t, desk, settings } = usePage()
  const language = useContentLanguage()
  const project = useWork((state) => state.project)
  const reading = useWork((state) => state.reading)
  const today = summary(
    useWork((state) => state.tally),
    new Date(),
  ).today
  const set = desk.store.set
  return (
    <header class="top">
      <Mark size={22} />
      <h1 id="title" {...language}>
        {project?.title}
      </h1>
      <UndoButton />
      <Saved />
      {today > 0 ? <span class="today">{t('answersToday', { count: today })}</span> : null}
      {project && project.public_description.trim() !== '' ? (
        <TopButton
          name={t('instructions')}
          icon="book"
          of={settings.keymap.instructions}
          pressed={reading}
          onPress={() => set({ reading: !reading })}
        />
      ) : null}
      <TopButton
        name={t('keys')}
        icon="keyboard"
        of={settings.keymap.showKeys}
        onPress={() => set({ panel: 'keys' })}
      />
      <TopButton name={t('menu')} icon="menu" onPress={() => set({ panel: 'menu' })} />
    </header>
  )
}

type ButtonProps = { name: string; icon: IconName; of?: string; pressed?: boolean; onPress(): void }

function TopButton({ name, icon, of, pressed, onPress }: ButtonProps) {
  return (
    <button
      type="button"
      class="tool"
      data-icon={icon}
      title={of ? `${name} (${keyName(of)})` : name}
      aria-label={name}
      aria-pressed={pressed}
      aria-keyshortcuts={of}
      onClick={onPress}
    >
      <Icon name={icon} />
    </button>
  )
}
