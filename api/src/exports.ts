import { z } from 'zod'
import { csvDialects } from './csv.ts'
import { endpoint, read } from './endpoint.ts'
import {
  type DatasetFormatName,
  datasetFormatNames,
  type ExportFormat,
  exportFormatNames,
  splitShape,
} from './export-formats.ts'
import { BooleanText, Id, numeric, ProjectId, Sha256 } from './ids.ts'
import { ReleaseNumber } from './releases.ts'
import { Answer } from './task-answers.ts'

export const exportProject = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/export',
  tag: 'results',
  summary: 'The results of a project with their pictures, as programs that train read them',
  description: [
    '`coco`, `yolo`, `voc` and `imagefolder` are each one zip file, of one snapshot: annotations, pictures, and a line a picture (`samples.jsonl`; `metadata.jsonl` of `imagefolder`) with confidence, number of answers, method, version, SHA-256 and status. A picture on which there is nothing is in it, without annotations. Places are those of the upright picture; `README.txt` in the file says what is in it.',
    '`parquet` is one table, a row an item: labels with their confidence, the confidence of the least certain, number of answers, method, version, SHA-256, status. A picture is in `image` as `{bytes, path}`, which Hugging Face `datasets` shows as a picture (where an item has several, in columns called as its fields). Choices are texts, several of them and objects are lists; what is absent is null. Of a text, or with `with_pictures=false`, the same without pictures.',
    '`csv`, `jsonl` and `json` are what `GET /projects/{project_id}/results` gives.',
    'The same results make the same bytes. What was cut off is gone on with by `from` (how many bytes there are) and `resume` (its header `Whisker-Export`); 409 `changed_meanwhile` where results, names or pictures have changed since, or a picture that is in it is lost or back: begin anew. `Whisker-Pictures` and `Whisker-Bytes` say how many pictures there are, and about how many bytes.',
    'A format that the form cannot have is refused (422), with what to take instead.',
  ].join('\n\n'),
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject({
    format: z.enum([...exportFormatNames, ...datasetFormatNames]),
    release: numeric(ReleaseNumber).optional().meta({
      description:
        'The results of a release, byte for byte the same each time, instead of those of now; `likely` is as it was made',
    }),
    likely: BooleanText.optional().meta({
      description: 'true: tasks that wait for a review too, with what their answers make likely',
    }),
    with_pictures: BooleanText.optional().meta({ description: 'false: annotations alone. Default: true' }),
    upright: BooleanText.optional().meta({
      description:
        'false: pictures byte for byte as they came, although programs that pass over their EXIF orientation then see places elsewhere. Default: true, pictures with such an orientation are turned',
    }),
    split: z.string().regex(splitShape, { error: 'must look like train:80,validation:10,test:10' }).optional().meta({
      description: 'Parts by their shares, such as `train:80,validation:10,test:10`: a folder each',
    }),
    seed: z.string().max(100).optional().meta({ description: 'Another seed makes another split. Default: none' }),
    group: z
      .string()
      .max(200)
      .regex(/^(folder|metadata:.+)$/, { error: 'must be folder, or metadata: and a key' })
      .optional()
      .meta({
        description:
          'What stays in one part: pictures of one `folder`, or with the same value of a key (`metadata:camera`). Default: pictures of one task, and tasks that share a picture',
      }),
    resume: z.string().max(100).optional().meta({ description: 'The header `Whisker-Export` of what was cut off' }),
    from: numeric(z.int().min(0)).optional().meta({ description: 'With `resume`: bytes that are not sent again' }),
    begin_sha256: Sha256.optional().meta({
      description:
        'With `resume`: the SHA-256 of the bytes that are there. Without it an export in which a picture could not be read before `from` is not gone on with',
    }),
    safe_csv: BooleanText.optional(),
    dialect: z.enum(csvDialects).optional(),
  }),
  status: 200,
  responseStream: 'dataset',
  errors: ['changed_meanwhile', 'invalid'],
})

export const answersFormats = ['jsonl', 'csv', 'parquet'] as const satisfies readonly (
  | ExportFormat
  | DatasetFormatName
)[]
export type AnswersFormat = (typeof answersFormats)[number]

export const ExportedAnswer = z
  .object({
    task_id: Id,
    external_id: z.string().nullable(),
    name: z.string().nullable(),
    ...Answer.omit({ task_id: true, worker_name: true }).shape,
    gold: z.boolean().meta({ description: 'The right answer is known' }),
  })
  .meta({ id: 'ExportedAnswer' })
export type ExportedAnswer = z.infer<typeof ExportedAnswer>

export const exportAnswers = endpoint({
  method: 'GET',
  path: '/projects/{project_id}/answers/export',
  tag: 'results',
  summary: 'Every single answer of a project, streamed from one snapshot',
  description:
    'For who looks into a crowd, or puts answers together in another way: one line an answer in JSONL, one line an item in CSV, one row an item in Parquet, by task and then by time. Workers have the ids that this workspace knows them by, and no names. Only answers with `state` `counted` make results. Answers to older forms that were not kept are not among them.',
  policy: read,
  params: z.strictObject({ project_id: numeric(ProjectId) }),
  query: z.strictObject({
    format: z.enum(answersFormats).optional().meta({ description: 'Default: jsonl' }),
    safe_csv: BooleanText.optional(),
    dialect: z.enum(csvDialects).optional(),
  }),
  status: 200,
  response: ExportedAnswer,
  responseStream: 'answers',
})
