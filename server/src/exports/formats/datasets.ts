import type { DatasetFormatName } from '@whisker/api/export-formats.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { VersionSpec } from '../export.ts'
import { coco } from './coco.ts'
import type { DatasetFormat } from './format.ts'
import { imagefolder } from './imagefolder.ts'
import { voc } from './voc.ts'
import { yolo } from './yolo.ts'

/** One that is missing does not compile. */
export const datasets: Record<DatasetFormatName, DatasetFormat> = { coco, yolo, voc, imagefolder }

/** Why the form cannot be written so, in a sentence that says what to take instead; null where it can. */
export function whyNot(name: DatasetFormatName, form: VersionSpec): string | null {
  if (!form.inputs.some((input) => mediumOf(input).keeps === 'file'))
    return `${name} is of pictures, and this project asks about none. Take csv or jsonl.`
  return datasets[name].lacks(form)
}
