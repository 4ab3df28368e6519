import { Modal, NativeSelect, SegmentedControl, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import {
  type DatasetFormatName,
  datasetFormats,
  type ExportFormat,
  exportFormatNames,
  isDataset,
} from '@whisker/api/export-formats.ts'
import { useState } from 'react'
import { base } from '../../../../service/base.ts'
import { CodeBlock } from '../../../../ui/code.tsx'
import { formatBytes, plural } from '../../../../ui/numbers.ts'
import { estimateQuery } from '../queries.ts'
import { downloadCode } from './download-code.ts'

type Format = ExportFormat | DatasetFormatName

/** The download as a command or as code, to be copied. */
export function DownloadDialog(props: {
  projectId: number
  release: number | undefined
  datasets: DatasetFormatName[]
  opened: boolean
  close: () => void
}) {
  const [format, setFormat] = useState<Format>('csv')
  const [language, setLanguage] = useState('curl')
  const codes = downloadCode({
    address: window.location.origin + base,
    projectId: props.projectId,
    format,
    ...(props.release !== undefined && { release: props.release }),
  })
  const formats: Format[] = [...exportFormatNames, ...props.datasets]
  const title = (name: Format) => (isDataset(name) ? datasetFormats[name].title : name.toUpperCase())
  return (
    <Modal opened={props.opened} onClose={props.close} title="Download by a program" size="lg">
      <Stack gap="md">
        <NativeSelect
          label="Format"
          value={format}
          onChange={(event) => setFormat(event.currentTarget.value as Format)}
          data={formats.map((value) => ({ value, label: title(value) }))}
        />
        <Size projectId={props.projectId} release={props.release} format={format} />
        <SegmentedControl
          size="xs"
          aria-label="Language"
          value={language}
          onChange={setLanguage}
          data={codes.map((one) => one.language)}
        />
        <CodeBlock code={codes.find((one) => one.language === language)?.code ?? ''} label={`${language} code`} />
        <p>
          The key is read from WHISKER_KEY. What is cut off goes on by itself in the terminal and in Python, where it is
          a data set.
        </p>
      </Stack>
    </Modal>
  )
}

/** Before somebody begins what takes an hour. */
function Size({ projectId, release, format }: { projectId: number; release: number | undefined; format: Format }) {
  const { data } = useQuery(estimateQuery(projectId, format, release))
  if (!data) return <p>…</p>
  const pictures = data.pictures > 0 ? `, ${plural(data.pictures, 'picture')}` : ''
  return (
    <p>
      About {formatBytes(data.bytes)}: {plural(data.tasks, 'task')}
      {pictures}
    </p>
  )
}
