import { isOutside, type PicturePlace } from './find-pictures.ts'
import { baseName } from './folder.ts'
import { type GivenFiles, leadsOut } from './given-files.ts'

/**
 * Pictures among files that somebody gave. A path is looked for beside the file that names it, then from the top; then as the end of
 * a path, for folders are often left behind: of the picture's, where files were chosen one by one, or of the files', where more was chosen.
 * Of several that would fit none is taken.
 */
export function placeOfFiles(files: GivenFiles, document: string): PicturePlace {
  const there = new Map(files.paths.map((path) => [path.normalize(), path]))
  const byName = Map.groupBy(there.keys(), baseName)
  const beside = document.slice(0, document.lastIndexOf('/') + 1).normalize()
  const fits = (path: string) =>
    (byName.get(baseName(path)) ?? []).filter((one) => endsWith(one, path) || endsWith(path, one))
  return {
    isNamed: false,
    async find(picture) {
      if (leadsOut(picture)) return { fault: isOutside }
      const path = picture
        .normalize()
        .replaceAll('\\', '/')
        .replace(/^(\.\/)+/, '')
      const near = [beside + path, path].find((one) => there.has(one))
      const found = near === undefined ? fits(path) : [near]
      if (found.length > 1)
        return {
          fault: `Several of the files could be this picture: ${found.slice(0, 3).join(', ')}. Choose their folder as a whole.`,
        }
      const [one] = found
      if (one === undefined)
        return { fault: 'The picture is not among the files. Choose it too, or the folder that it lies in.' }
      return { open: () => files.open(there.get(one)!) }
    },
    notDownloaded: (name) =>
      `The picture is an address, and ${name} is not among the files. Download it, and choose it too.`,
  }
}

function endsWith(path: string, end: string): boolean {
  return path === end || path.endsWith(`/${end}`)
}
