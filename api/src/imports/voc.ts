import { baseName, type ImportFolder, picturesOf, stemOf } from './folder.ts'
import { FoundFields } from './found-fields.ts'
import { type Imported, type ImportedTask, ImportFault, type ImportReader } from './imported.ts'
import { pictureInputs, pictureTask, sizeOf } from './picture-task.ts'
import { numberOf, parseXml, textOf, type XmlElement } from './xml.ts'

type Corners = { label: string; from: [number, number]; to: [number, number] }
type Annotated = { task: ImportedTask; boxes: Corners[] }

/** Pascal VOC: an XML a picture. One without objects says that there is nothing; a picture without one is not labeled yet. */
export const voc: ImportReader<ImportFolder> = {
  title: 'Pascal VOC',
  detect: ({ paths }) => paths.some((path) => path.toLowerCase().endsWith('.xml')),
  async read(folder) {
    const pictures = picturesOf(folder)
    const find = pictureFinder(pictures)
    const annotated: Annotated[] = []
    let outlines = 0
    let fromZero = false
    for (const path of folder.paths.filter((one) => one.toLowerCase().endsWith('.xml'))) {
      const root = await readAnnotation(folder, path)
      if (typeof root === 'string') annotated.push({ task: faulty(annotated.length + 1, path, root), boxes: [] })
      else annotated.push(readPicture(root, { row: annotated.length + 1, path, find }))
      if (typeof root !== 'string') fromZero ||= isOfLabelStudio(root)
      if (typeof root !== 'string')
        outlines += objectsOf(root).filter(({ children }) => children.some(isOutline)).length
    }
    const fields = new FoundFields()
    fields.list('objects', 'boxes', [])
    // The first pixel is 1, and a box ends with its last one; programs that know better write places, from 0.
    const isFromZero = fromZero || annotated.some(({ boxes }) => boxes.some(({ from }) => Math.min(...from) < 1))
    const first = isFromZero ? 0 : 1
    for (const { task, boxes } of annotated) {
      if (task.fault !== null) continue
      task.fault = fields.mark(
        task,
        'objects',
        'boxes',
        boxes.map(({ label, from, to }) => {
          const [x, y] = [from[0] - first, from[1] - first]
          return { label, x, y, width: to[0] - x, height: to[1] - y }
        }),
      )
    }
    const named = new Set(annotated.map(({ task }) => task.item.picture))
    const tasks = annotated.map(({ task }) => task)
    for (const picture of pictures) if (!named.has(picture)) tasks.push(pictureTask(tasks.length + 1, picture))
    const notes = outlines > 0 ? [`Outlines are not taken, the boxes around them are: ${outlines}.`] : []
    return { inputs: pictureInputs, fields: fields.settle(tasks), tasks, notes } satisfies Imported
  },
}

const objectsOf = ({ children }: XmlElement) => children.filter(({ name }) => name === 'object')
const isOutline = ({ name }: XmlElement) => name === 'polygon' || name === 'segm'

/** It writes places from 0 (seen of 1.23.2), and says whose the file is. */
function isOfLabelStudio({ children }: XmlElement): boolean {
  return children.some((one) => one.name === 'owner' && textOf(one, 'name') === 'Label Studio')
}

function faulty(row: number, path: string, fault: string): ImportedTask {
  return { ...pictureTask(row, path), fault }
}

/** @returns why it is none */
async function readAnnotation(folder: ImportFolder, path: string): Promise<XmlElement | string> {
  try {
    const root = parseXml(await folder.readText(path))
    return root.name === 'annotation' ? root : `The file is no annotation of Pascal VOC: it begins with <${root.name}>.`
  } catch (error) {
    if (error instanceof ImportFault) return error.message
    throw error
  }
}

type Place = { row: number; path: string; find: ReturnType<typeof pictureFinder> }

function readPicture(root: XmlElement, { row, path, find }: Place): Annotated {
  const named = textOf(root, 'filename') ?? ''
  const found = find(path, named)
  if (found === null)
    return {
      task: faulty(row, path, `Its picture "${baseName(named)}" is not in the folder, or several are called so.`),
      boxes: [],
    }
  const task = pictureTask(row, found)
  const size = root.children.find(({ name }) => name === 'size')
  task.size = sizeOf(numberOf(textOf(size!, 'width')), numberOf(textOf(size!, 'height')))
  const boxes: Corners[] = []
  for (const object of objectsOf(root)) {
    const box = boxOf(object)
    if (box) boxes.push(box)
    else task.fault ??= `Object ${boxes.length + 1} in ${path} has no name, or no box with level sides.`
  }
  return { task, boxes }
}

function boxOf(object: XmlElement): Corners | null {
  const label = textOf(object, 'name')
  const box = object.children.find(({ name }) => name === 'bndbox')
  const [left, top, right, bottom] = ['xmin', 'ymin', 'xmax', 'ymax'].map((key) => numberOf(textOf(box!, key)))
  if (!label || ![left, top, right, bottom].every(Number.isFinite)) return null
  return { label, from: [left!, top!], to: [right!, bottom!] }
}

/**
 * Which picture an XML means: the one that it names, wherever it lies, for its `folder` is often from another machine; else the one
 * that is called as the XML. Of several the one that lies next to it; null where that is not clear.
 */
function pictureFinder(pictures: readonly string[]) {
  const byName = Map.groupBy(pictures, baseName)
  const byStem = Map.groupBy(pictures, (path) => stemOf(baseName(path)))
  return (xml: string, named: string): string | null => {
    const alike = byName.get(named.split(/[/\\]/).at(-1) ?? '') ?? byStem.get(stemOf(baseName(xml))) ?? []
    const nearness = alike.map((path) => sharedParts(path, xml))
    const nearest = Math.max(...nearness)
    const [found, other] = alike.filter((_, n) => nearness[n] === nearest)
    return found === undefined || other !== undefined ? null : found
  }
}

function sharedParts(one: string, other: string): number {
  const parts = other.split('/')
  const differs = one.split('/').findIndex((part, n) => part !== parts[n])
  return differs === -1 ? parts.length : differs
}
