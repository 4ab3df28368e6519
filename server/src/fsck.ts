import { openStore } from './assets/open-store.ts'
import { besideService, endWith, expectKnownStore, expectSchema } from './beside.ts'
import { readConfig } from './config.ts'
import type { Fault } from './fsck/fault.ts'
import { checkPictures } from './fsck/pictures.ts'
import { checkReleases } from './fsck/releases.ts'
import { checkTasks } from './fsck/tasks.ts'

/**
 * `whisker fsck [--json]`: compares everything that the database says with everything that is there. Changes nothing.
 * Exit code 0: all is well; 1: something is not, and is listed; 3: it could not be looked at.
 */
async function main(asJson: boolean): Promise<void> {
  const config = readConfig(process.env)
  const print = (text: string) => process.stdout.write(`${text}\n`)
  let faults = 0
  const report = (fault: Fault) => {
    faults++
    if (asJson) print(JSON.stringify(fault))
    else
      print(
        `${fault.what.padEnd(21)} ${fault.id}${fault.project_id ? ` (project ${fault.project_id})` : ''}  ${fault.detail}`,
      )
  }
  const store = await openStore(config)
  try {
    const counts = await besideService(config, 'whisker fsck', async ({ sql }) => {
      await expectSchema(sql)
      await expectKnownStore(sql, store)
      const pictures = () => checkPictures(sql, store, report)
      return { ...(await checkTasks(sql, report)), ...(await checkReleases(sql, report)), ...(await pictures()) }
    })
    if (asJson) print(JSON.stringify({ ok: faults === 0, faults, ...counts }))
    else {
      const found = faults === 0 ? 'Nothing is wrong.' : `${faults} ${faults === 1 ? 'thing is' : 'things are'} wrong.`
      const pictures = `${counts.pictures} pictures (${(counts.bytes / 1e6).toFixed(1)} MB)`
      const releases = `${counts.releases} ${counts.releases === 1 ? 'release' : 'releases'}`
      const looked = `${counts.tasks} tasks, ${releases} and ${pictures}`
      print(`${looked} were looked at. ${found}`)
      if (faults > 0)
        print(
          'A picture that is gone or damaged comes back from a backup, or when it is sent again; a release only from a backup. Counters and results that disagree are a fault of Whisker: please report it with these lines.',
        )
    }
    process.exitCode = faults === 0 ? 0 : 1
  } finally {
    await store.close()
  }
}

main(process.argv.includes('--json')).catch(endWith)
