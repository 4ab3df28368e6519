import { Button, Menu } from '@mantine/core'
import type { exportFormats } from '@whisker/api/results.ts'
import { base } from '../../../../service/base.ts'
import { Icon } from '../../../../ui/icons.tsx'

const words: Record<(typeof exportFormats)[number], [string, string]> = {
  csv: ['CSV', 'One line an item, safe for spreadsheets'],
  jsonl: ['JSONL', 'One line a task, exact'],
  json: ['JSON', 'One list, exact'],
}

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
        {(['csv', 'jsonl', 'json'] as const).map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={`${base}/projects/${projectId}/results?format=${format}`}
            download={`project-${projectId}-results.${format}`}
          >
            <strong>{words[format][0]}</strong>
            <br />
            {words[format][1]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
