import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  type DatasetFormatName,
  datasetFormatNames,
  datasetFormats,
  type ExportFormat,
  exportFormat,
  exportFormatNames,
} from '@whisker/api/export-formats.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Release } from '@whisker/api/releases.ts'
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

type DatasetDownload = { title: string; note: string; needs: 'pictures' | 'places' }

/** What is offered of each data set, where the form has what it needs; what else it cannot have, the service says. */
const datasets: Record<DatasetFormatName, DatasetDownload> = {
  coco: { title: 'COCO', note: 'Pictures, and one JSON', needs: 'places' },
  yolo: { title: 'YOLO', note: 'Pictures, and a text each', needs: 'places' },
  voc: { title: 'Pascal VOC', note: 'Pictures, and an XML each', needs: 'places' },
  imagefolder: { title: 'Folder of pictures', note: 'As Hugging Face reads it', needs: 'pictures' },
}

/** Downloads are plain links: the browser streams them to disk, whatever their size. Of a release: what it has, not what is there now. */
export function DownloadMenu({ project, release }: { project: Project; release?: Release }) {
  const projectId = project.id
  const of = release ? `&release=${release.number}` : ''
  const file = `project-${projectId}-${release ? `release-${release.number}` : 'results'}`
  const has = {
    pictures: project.input_spec.some((input) => mediumOf(input).keeps === 'file'),
    places: project.output_spec.some((output) => kindOf(output).placesIn === 'pixels'),
  }
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        {release ? (
          <ActionIcon variant="default" size="lg" aria-label={`Download release ${release.number}`}>
            <Icon name="download" />
          </ActionIcon>
        ) : (
          <Button leftSection={<Icon name="download" />} rightSection={<Icon name="down" size={14} />}>
            Download
          </Button>
        )}
      </Menu.Target>
      {/* Not as a table would have it: in one line. */}
      <Menu.Dropdown style={{ whiteSpace: 'normal' }}>
        {items
          .filter(({ more }) => !release || !more?.includes('likely'))
          .map(({ format, more = '', title, note }) => (
            <Menu.Item
              key={title}
              component="a"
              href={`${base}/projects/${projectId}/${release ? 'export' : 'results'}?format=${format}${more}${of}`}
              download={`${file}.${exportFormat(format).endings[0]}`}
            >
              <strong>{title}</strong>
              <br />
              {note}
            </Menu.Item>
          ))}
        {datasetFormatNames
          .filter((format) => has.pictures && has[datasets[format].needs])
          .map((format) => (
            <Menu.Item
              key={format}
              component="a"
              href={`${base}/projects/${projectId}/export?format=${format}${of}`}
              download={`${file}-${format}.${datasetFormats[format].endings[0]}`}
            >
              <strong>{datasets[format].title}</strong>
              <br />
              {datasets[format].note}
            </Menu.Item>
          ))}
        {!release && (
          <Menu.Item
            component="a"
            href={`${base}/projects/${projectId}/answers/export?format=csv`}
            download={`project-${projectId}-answers.csv`}
          >
            <strong>Single answers</strong>
            <br />
            CSV, one line an answer, workers without names
          </Menu.Item>
        )}
        {release && (
          <Menu.Item
            component="a"
            href={`${base}/projects/${projectId}/releases/${release.number}/croissant`}
            download={`${file}-croissant.json`}
          >
            <strong>Croissant</strong>
            <br />
            Who labeled, how far they agree, hashes
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
