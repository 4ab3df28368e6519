import { z } from 'zod'
import { endpoint, read } from './endpoint.ts'
import { datasetFormatNames, exportFormatNames } from './export-formats.ts'
import { BooleanText, numeric, ProjectId } from './ids.ts'
import { ReleaseNumber } from './releases.ts'

export const ExportEstimate = z
  .object({
    tasks: z.int().meta({ description: 'With a result that is given out' }),
    pictures: z.int().meta({ description: 'That would be in the file' }),
    picture_bytes: z
      .number()
      .meta({ description: 'What they have as they came; one that is turned upright may have more' }),
    bytes: z.number().meta({
      description: 'Of the whole file, about: texts are judged by the first tasks, packed as the format packs them',
    }),
  })
  .meta({ id: 'ExportEstimate' })
export type ExportEstimate = z.infer<typeof ExportEstimate>

export const estimateExport = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/export/estimate',
  tag: 'results',
  summary: 'How large an export would be',
  description:
    'Counts tasks and pictures, and judges the size of the file, before anything is made. Of a form that cannot be had in a format it is the same refusal as that of the export.',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject({
    format: z.enum([...exportFormatNames, ...datasetFormatNames]),
    release: numeric(ReleaseNumber).optional(),
    likely: BooleanText.optional(),
    with_pictures: BooleanText.optional(),
  }),
  status: 200,
  response: ExportEstimate,
  errors: ['invalid'],
})
