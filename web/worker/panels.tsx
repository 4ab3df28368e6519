/** @jsxImportSource preact */
import { HistoryDialog } from './history/history-dialog.tsx'
import { ReportDialog } from './report/report-dialog.tsx'
import { KeysDialog } from './settings/keys-dialog.tsx'
import { Menu } from './settings/menu.tsx'
import { SkipDialog } from './skip/skip-dialog.tsx'
import { KeptDialog } from './status/kept-dialog.tsx'
import type { Panel } from './work/state.ts'

/** The panels over the page. They are loaded after the first task is shown: nobody needs one before. */
export function OpenPanel({ panel }: { panel: Exclude<Panel, 'none'> }) {
  switch (panel) {
    case 'skip':
      return <SkipDialog />
    case 'keys':
      return <KeysDialog />
    case 'menu':
      return <Menu />
    case 'history':
      return <HistoryDialog />
    case 'report':
      return <ReportDialog />
    case 'kept':
      return <KeptDialog />
  }
}
