import { ActionIcon, Button, Menu } from '@mantine/core'
import {
  type DatasetFormatName,
  datasetFormatNames,
  type ExportFormat,
  exportFormatNames,
} from '@whisker/api/export-formats.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Release } from '@whisker/api/releases.ts'
import { useState } from 'react'
import { base } from '../../../../service/base.ts'
import { Icon } from '../../../../ui/icons.tsx'
import { fileOf, pathOf } from './download-code.ts'
import { DownloadDialog } from './download-dialog.tsx'

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

type DatasetDownload = { title: string; note: string; needs: 'pictures' | 'places' | 'nothing' }

/** What is offered of each data set, where the form has what it needs; what else it cannot have, the service says. */
const datasets: Record<DatasetFormatName, DatasetDownload> = {
  coco: { title: 'COCO', note: 'Pictures, and one JSON', needs: 'places' },
  yolo: { title: 'YOLO', note: 'Pictures, and a text each', needs: 'places' },
  voc: { title: 'Pascal VOC', note: 'Pictures, and an XML each', needs: 'places' },
  imagefolder: { title: 'Folder of pictures', note: 'As Hugging Face reads it', needs: 'pictures' },
  parquet: { title: 'Parquet', note: 'One table with its pictures', needs: 'nothing' },
}

/** Downloads are plain links: the browser streams them to disk, whatever their size. Of a release: what it has, not what is there now. */
export function DownloadMenu({ project, release }: { project: Project; release?: Release }) {
  const projectId = project.id
  const [asCode, setAsCode] = useState(false)
  const has = {
    nothing: true,
    pictures: project.input_spec.some((input) => mediumOf(input).keeps === 'file'),
    places: project.output_spec.some((output) => kindOf(output).placesIn === 'pixels'),
  }
  const offered = datasetFormatNames.filter((format) => has[datasets[format].needs])
  const wanted = (format: ExportFormat | DatasetFormatName) => {
    return { projectId, format, ...(release && { release: release.number }) }
  }
  return (
    <>
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
        {/* Not in one line, as a table around it has it. */}
        <Menu.Dropdown style={{ whiteSpace: 'normal' }}>
          {items
            .filter(({ more }) => !release || !more?.includes('likely'))
            .map(({ format, more = '', ...told }) => (
              <File key={told.title} path={pathOf(wanted(format)) + more} name={fileOf(wanted(format))} {...told} />
            ))}
          {offered.map((format) => (
            <File key={format} path={pathOf(wanted(format))} name={fileOf(wanted(format))} {...datasets[format]} />
          ))}
          {release ? (
            <File
              path={`/projects/${projectId}/releases/${release.number}/croissant`}
              name={`project-${projectId}-release-${release.number}-croissant.json`}
              title="Croissant"
              note="Who labeled, how far they agree, hashes"
            />
          ) : (
            <File
              path={`/projects/${projectId}/answers/export?format=csv`}
              name={`project-${projectId}-answers.csv`}
              title="Single answers"
              note="CSV, one line an answer, workers without names"
            />
          )}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="code" />} onClick={() => setAsCode(true)}>
            By a program …
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <DownloadDialog
        projectId={projectId}
        release={release?.number}
        datasets={offered}
        opened={asCode}
        close={() => setAsCode(false)}
      />
    </>
  )
}

function File({ path, name, title, note }: { path: string; name: string; title: string; note: string }) {
  return (
    <Menu.Item component="a" href={base + path} download={name}>
      <strong>{title}</strong>
      <br />
      {note}
    </Menu.Item>
  )
}
