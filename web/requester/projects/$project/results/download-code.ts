import { type DatasetFormatName, type ExportFormat, fileFormat, isDataset, isZip } from '@whisker/api/export-formats.ts'

export type Wanted = { address: string; projectId: number; format: ExportFormat | DatasetFormatName; release?: number }

/** The same download by a program: what is asked for of one is asked for of each. `WHISKER_KEY` holds a key. */
export function downloadCode(wanted: Wanted): { language: string; code: string }[] {
  return [
    { language: 'curl', code: curl(wanted) },
    { language: 'Terminal', code: terminal(wanted) },
    { language: 'Python', code: python(wanted) },
  ]
}

export function fileOf({ projectId, format, release }: Omit<Wanted, 'address'>): string {
  const of = release === undefined ? 'results' : `release-${release}`
  const name = `project-${projectId}-${of}`
  const [ending] = fileFormat(format).endings
  return isDataset(format) && isZip(format) ? `${name}-${format}.${ending}` : `${name}.${ending}`
}

/** Behind the address of the service. */
export function pathOf({ projectId, format, release }: Omit<Wanted, 'address'>): string {
  if (release !== undefined) return `/projects/${projectId}/export?format=${format}&release=${release}`
  return `/projects/${projectId}/${isDataset(format) ? 'export' : 'results'}?format=${format}`
}

function curl(wanted: Wanted): string {
  return [
    `curl --fail -o ${fileOf(wanted)} \\`,
    '  -H "Authorization: $WHISKER_KEY" \\',
    `  "${wanted.address}${pathOf(wanted)}"`,
  ].join('\n')
}

function terminal(wanted: Wanted): string {
  const { address, projectId, format, release } = wanted
  const command = isDataset(format) ? 'export' : 'results'
  const of = release === undefined ? '' : ` --release ${release}`
  return [
    `export WHISKER_URL=${address}`,
    `npx whisker ${command} ${projectId} --format ${format}${of} --out ${fileOf(wanted)}`,
  ].join('\n')
}

function python(wanted: Wanted): string {
  const { address, projectId, format, release } = wanted
  const isTable = !isDataset(format)
  const args = release === undefined ? '' : `release=${release}`
  return [
    'import os',
    'from whisker import Whisker',
    '',
    `project = Whisker("${address}", os.environ["WHISKER_KEY"]).projects.get(${projectId})`,
    isTable
      ? `labels = project.results(${args}).to_pandas()`
      : `project.export("${fileOf(wanted)}", "${format}"${args && `, ${args}`})`,
  ].join('\n')
}
