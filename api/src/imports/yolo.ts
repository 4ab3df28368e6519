import { parse } from 'yaml'
import { isObject } from './entry.ts'
import { baseName, type ImportFolder, picturesOf, stemOf } from './folder.ts'
import { FoundFields } from './found-fields.ts'
import { type Imported, type ImportedTask, ImportFault, type ImportReader } from './imported.ts'
import { cornersOf, pictureInputs, pictureTask } from './picture-task.ts'

/** What a line says: a class, and a box or an outline in parts of the picture. */
type Mark = { label: string; numbers: number[] }
type Marked = { task: ImportedTask; marks: Mark[] }
type Classes = { names: ReadonlyMap<number, string>; hasKeyPoints: boolean }

/**
 * YOLO: a text a picture, a line an object, in parts of the upright picture. An empty text says that there is nothing; a picture without
 * one is not labeled yet.
 */
export const yolo: ImportReader<ImportFolder> = {
  title: 'YOLO',
  detect: (folder) => listOfClasses(folder) !== undefined,
  async read(folder) {
    const classes = await readClasses(folder)
    const there = new Set(folder.paths)
    if (picturesOf(folder).length === 0)
      throw new ImportFault(
        'There are labels in it, and no pictures. Export it with its pictures, or put them beside the labels.',
      )
    const marked: Marked[] = []
    for (const [index, picture] of picturesOf(folder).entries()) {
      const task = pictureTask(index + 1, picture)
      const text = textsOf(picture).find((path) => there.has(path))
      marked.push({ task, marks: text === undefined ? [] : await readText(folder, text, task, classes) })
    }
    const isOutlined = marked.some(({ marks }) => marks.some(({ numbers }) => numbers.length > 4))
    const fields = new FoundFields()
    const kind = isOutlined ? { name: 'outlines', type: 'polygons' } : { name: 'objects', type: 'boxes' }
    fields.list(kind.name, kind.type, [...classes.names.values()])
    for (const { task, marks } of marked) {
      if (marks.length === 0 || task.fault !== null) continue
      task.size = await folder.sizeOf(task.item.picture!)
      if (!task.size) task.fault = 'The picture cannot be read, so it is not known where in it the objects are.'
      else if (isOutlined && marks.some(({ numbers }) => numbers.length === 4))
        task.fault = 'It has boxes, and other pictures have outlines: a form asks for one of the two.'
      else
        task.fault = fields.mark(
          task,
          kind.name,
          kind.type,
          marks.map((mark) => placed(mark, task.size!)),
        )
    }
    const tasks = marked.map(({ task }) => task)
    const bare = tasks.filter(({ answer, fault }) => answer === null && fault === null).length
    const notes = [
      ...(bare > 0 ? [`Pictures without a text, of which nothing is known: ${bare}.`] : []),
      ...(classes.hasKeyPoints ? ['Key points are not taken, the boxes around them are.'] : []),
    ]
    return { inputs: pictureInputs, fields: fields.settle(tasks), tasks, notes } satisfies Imported
  },
}

function listOfClasses({ paths }: ImportFolder): string | undefined {
  const isList = (path: string) => /^(data|dataset)\.ya?ml$|^(classes\.txt|obj\.names)$/i.test(baseName(path))
  // The nearest one, and what can say most before what is a list of names alone.
  const depth = (path: string) => path.split('/').length + (/ya?ml$/i.test(path) ? 0 : 0.5)
  return paths.filter(isList).toSorted((a, b) => depth(a) - depth(b))[0]
}

async function readClasses(folder: ImportFolder): Promise<Classes> {
  const path = listOfClasses(folder) as string
  const text = await folder.readText(path)
  if (!/ya?ml$/i.test(path)) {
    const lines = text.split(/\r?\n/).map((line) => line.trim())
    return { names: new Map(lines.filter((line) => line !== '').entries()), hasKeyPoints: false }
  }
  const said = parseYaml(text, path)
  const names = isObject(said) && (Array.isArray(said.names) || isObject(said.names)) ? Object.entries(said.names) : []
  if (names.length === 0 || !names.every(([at, name]) => /^\d+$/.test(at) && /^(string|number)$/.test(typeof name)))
    throw new ImportFault(`${path} has no "names" that say what the classes are called.`)
  return {
    names: new Map(names.map(([at, name]) => [Number(at), String(name)])),
    hasKeyPoints: (said as object as { kpt_shape?: unknown }).kpt_shape !== undefined,
  }
}

function parseYaml(text: string, path: string): unknown {
  try {
    // The limit on aliases is the library's guard against a few lines that become gigabytes.
    return parse(text)
  } catch (error) {
    throw new ImportFault(`${path} is no YAML: ${error instanceof Error ? error.message.split('\n')[0] : error}`)
  }
}

/** Where the text of a picture may be: in `labels` instead of `images`, or beside it. */
function textsOf(picture: string): string[] {
  const text = `${stemOf(picture)}.txt`
  return [text.replace(/(^|\/)images\/(?!.*(^|\/)images\/)/, '$1labels/'), text]
}

async function readText(folder: ImportFolder, path: string, task: ImportedTask, classes: Classes): Promise<Mark[]> {
  // Whoever has looked and found nothing has said so.
  task.answer = Object.create(null) as Record<string, unknown>
  const marks: Mark[] = []
  try {
    for (const [index, line] of (await folder.readText(path)).split(/\r?\n/).entries()) {
      if (line.trim() === '') continue
      const mark = readLine(line, classes)
      if (typeof mark === 'string') task.fault ??= `Line ${index + 1} of ${path} ${mark}`
      else marks.push(mark)
    }
  } catch (error) {
    if (!(error instanceof ImportFault)) throw error
    task.fault ??= error.message
  }
  return marks
}

/** @returns what is wrong with it, as the end of a sentence */
function readLine(line: string, { names, hasKeyPoints }: Classes): Mark | string {
  const [first, ...numbers] = line.trim().split(/\s+/).map(Number)
  const label = names.get(first!)
  if (label === undefined) return `is of the class ${line.trim().split(/\s/)[0]}, which has no name.`
  // One more than a box is how sure a model was.
  const isBox = hasKeyPoints || numbers.length <= 5
  const places = isBox ? numbers.slice(0, 4) : numbers
  if (places.length < 4 || (!isBox && places.length % 2 !== 0)) return 'is neither a box nor an outline.'
  if (!places.every((one) => one >= 0 && one <= 1)) return 'has a number that is no part of the picture, from 0 to 1.'
  return { label, numbers: places }
}

function placed({ label, numbers }: Mark, { width, height }: { width: number; height: number }) {
  if (numbers.length > 4)
    return { label, points: cornersOf(numbers)!.map(([x, y]) => [rounded(x * width), rounded(y * height)]) }
  const [x, y, across, down] = numbers as [number, number, number, number]
  const [left, top] = [Math.max(0, x - across / 2), Math.max(0, y - down / 2)]
  const [right, bottom] = [Math.min(1, x + across / 2), Math.min(1, y + down / 2)]
  const [x1, y1, x2, y2] = [left * width, top * height, right * width, bottom * height].map(rounded) as typeof numbers
  return { label, x: x1, y: y1, width: rounded(x2! - x1!), height: rounded(y2! - y1!) }
}

/** Parts of a picture are not kept as they are meant: 16 pixels come as 15.999999999999996. */
function rounded(pixels: number): number {
  return Math.round(pixels * 1e6) / 1e6
}
