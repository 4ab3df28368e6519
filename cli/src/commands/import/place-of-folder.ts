import { realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { isOutside, type PicturePlace } from '@whisker/api/imports/find-pictures.ts'
import { leadsOut } from '@whisker/api/imports/given-files.ts'
import { usageFailure } from '../../failure.ts'
import { fileFault } from '../upload/file-fault.ts'
import { openFile } from './open-file.ts'

/** Pictures in a folder of this disk. Links are followed as far as they stay in it. */
export async function placeOfFolder(folder: string, isNamed: boolean): Promise<PicturePlace> {
  const root = await realpath(folder).catch((error) => {
    throw usageFailure(`${folder} ${fileFault(error)}. --pictures names the folder of the pictures.`)
  })
  return {
    isNamed,
    async find(picture) {
      if (leadsOut(picture)) return { fault: isOutside }
      try {
        const path = await realpath(join(root, picture))
        if (!path.startsWith(root.endsWith(sep) ? root : root + sep)) return { fault: isOutside }
        return (await stat(path)).isFile()
          ? { open: () => openFile(path, picture) }
          : { fault: 'The picture is no file.' }
      } catch (error) {
        return { fault: `The picture ${fileFault(error)}. Looked for it in ${root}; --pictures names another folder.` }
      }
    },
    notDownloaded: (name) =>
      `The picture is an address, and ${name} is not in ${root}. Download it, and name its folder with --pictures.`,
  }
}
