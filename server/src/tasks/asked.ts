import { needsItems } from '@whisker/api/answers.ts'
import type { InputField, OutputField } from '@whisker/api/fields.ts'
import type { AskedItem, Size } from '@whisker/api/kinds/kind.ts'
import type { TakenAsset } from '../assets/intake.ts'
import { type Sizes, sizesOfPictures } from '../assets/sizes.ts'
import type { Queryable } from '../database/connect.ts'
import { mediumOf } from './media/media.ts'

type Items = readonly Record<string, string>[]
type Row = { input_spec: InputField[]; items: Items; pictures: (Size & { sha256: string })[] }

/**
 * What a task asks about, item by item, for the check of an answer: how large its pictures are, upright, and its texts. Undefined
 * where the form can be checked without, as most can: then nothing is read.
 */
export async function readAsked(
  sql: Queryable,
  projectId: number,
  taskId: string,
  form: readonly OutputField[],
): Promise<AskedItem[] | undefined> {
  if (!needsItems(form)) return undefined
  const [row] = await sql<Row[]>`
    select v.input_spec,
           (select jsonb_agg(i."values" order by i.item) from items i where i.project_id = t.project_id and i.task_id = t.id) as items,
           coalesce((select jsonb_agg(jsonb_build_object('sha256', a.sha256, 'width', a.width, 'height', a.height))
                     from task_assets ta join assets a on a.workspace_id = ta.workspace_id and a.sha256 = ta.sha256
                     where ta.project_id = t.project_id and ta.task_id = t.id), '[]') as pictures
    from tasks t join project_versions v on v.project_id = t.project_id and v.version = t.version
    where t.project_id = ${projectId} and t.id = ${taskId}`
  if (!row) return undefined
  return askedIn(row.input_spec, row.items, new Map(row.pictures.map(({ sha256, ...size }) => [sha256, size])))
}

type Unwritten = { items: Items; assets: TakenAsset[]; references: string[]; again: { asset: TakenAsset }[] }

/** The same of a task that is not written yet. A picture that the workspace does not have is refused elsewhere. */
export async function askedOfNew(
  sql: Queryable,
  workspaceId: number,
  project: { input_spec: InputField[]; output_spec: readonly OutputField[] },
  { items, assets, references, again }: Unwritten,
): Promise<AskedItem[] | undefined> {
  if (!needsItems(project.output_spec)) return undefined
  const sizes: Sizes = await sizesOfPictures(sql, workspaceId, references)
  for (const { sha256, width, height } of [...assets, ...again.map(({ asset }) => asset)])
    sizes.set(sha256, { width, height })
  return references.every((sha256) => sizes.has(sha256)) ? askedIn(project.input_spec, items, sizes) : undefined
}

function askedIn(inputs: readonly InputField[], items: Items, sizes: Sizes): AskedItem[] {
  return items.map((item) =>
    Object.fromEntries(
      inputs.flatMap((field) => {
        const value = item[field.name]
        return value === undefined ? [] : [[field.name, mediumOf(field).asked(value, sizes)] as const]
      }),
    ),
  )
}
