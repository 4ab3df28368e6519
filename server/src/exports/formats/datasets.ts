import type { ZipFormatName } from '@whisker/api/export-formats.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import type { VersionSpec } from '../export.ts'
import { coco } from './coco.ts'
import type { DatasetFormat } from './format.ts'
import { imagefolder } from './imagefolder.ts'
import { voc } from './voc.ts'
import { yolo } from './yolo.ts'

/** One that is missing does not compile. */
export const datasets: Record<ZipFormatName, DatasetFormat> = { coco, yolo, voc, imagefolder }

/** Why the form cannot be written so, in a sentence that says what to take instead; null where it can. */
export function whyNot(name: ZipFormatName, form: VersionSpec): string | null {
  if (!form.inputs.some((input) => mediumOf(input).keeps === 'file'))
    return `${name} is of pictures, and this project asks about none. Take csv, jsonl or parquet.`
  return datasets[name].lacks(form)
}
