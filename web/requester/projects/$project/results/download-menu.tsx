import { Button, Menu } from '@mantine/core'
import type { exportFormats } from '@whisker/api/results.ts'
import { base } from '../../../../service/base.ts'
import { Icon } from '../../../../ui/icons.tsx'

type Download = { format: (typeof exportFormats)[number]; more?: string; title: string; note: string }

const downloads: Download[] = [
  { format: 'csv', title: 'CSV', note: 'One line an item, safe for spreadsheets' },
  {
    format: 'csv',
    more: '&dialect=excel',
    title: 'CSV for Excel',
    note: 'Where numbers have a comma: ; between cells',
  },
  {
    format: 'csv',
    more: '&likely=true',
    title: 'CSV with what waits for a review',
    note: 'The likely labels, told by status',
  },
  { format: 'jsonl', title: 'JSONL', note: 'One line a task, exact' },
  { format: 'json', title: 'JSON', note: 'One list, exact' },
]

/** Downloads are plain links: the browser streams them to disk, whatever their size. */
export function DownloadMenu({ projectId }: { projectId: number }) {
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button leftSection={<Icon name="download" />} rightSection={<Icon name="down" size={14} />}>
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {downloads.map(({ format, more = '', title, note }) => (
          <Menu.Item
            key={title}
            component="a"
            href={`${base}/projects/${projectId}/results?format=${format}${more}`}
            download={`project-${projectId}-results.${format}`}
          >
            <strong>{title}</strong>
            <br />
            {note}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
