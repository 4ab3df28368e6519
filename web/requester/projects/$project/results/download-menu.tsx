import { Button, Menu } from '@mantine/core'
import { type ExportFormat, exportFormat, exportFormatNames } from '@whisker/api/export-formats.ts'
import { base } from '../../../../service/base.ts'
import { Icon } from '../../../../ui/icons.tsx'

type Download = { more?: string; title: string; note: string }

/** What is offered of each format. One that is missing does not compile. */
const downloads: Record<ExportFormat, Download[]> = {
  csv: [
    { title: 'CSV', note: 'One line an item, safe for spreadsheets' },
    { more: '&dialect=excel', title: 'CSV for Excel', note: 'Where numbers have a comma: ; between cells' },
    {
      more: '&likely=true',
      title: 'CSV with what waits for a review',
      note: 'The likely labels, told by status',
    },
  ],
  jsonl: [{ title: 'JSONL', note: 'One line a task, exact' }],
  json: [{ title: 'JSON', note: 'One list, exact' }],
}
const items = exportFormatNames.flatMap((format) => downloads[format].map((download) => ({ format, ...download })))

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
        {items.map(({ format, more = '', title, note }) => (
          <Menu.Item
            key={title}
            component="a"
            href={`${base}/projects/${projectId}/results?format=${format}${more}`}
            download={`project-${projectId}-results.${exportFormat(format).endings[0]}`}
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
