import { hasRead, noteRead, readingMark } from '../storage/device.ts'
import type { Desk } from '../work/desk.ts'

/**
 * Opens the instructions before the first task of a project, and again when they or the form have changed. They lie over the
 * picture (on a phone over all of it), so the first answer closes them; who opens them again keeps them open.
 */
export function watchReading({ store }: Desk): void {
  store.subscribe((now, before) => {
    const { project } = now
    if (!project || project.public_description.trim() === '') return
    const mark = readingMark(project.version, project.public_description)
    if (project !== before.project && !hasRead(project.id, mark)) store.set({ reading: true })
    const answered = before.line.length > 0 && now.line[0] !== before.line[0]
    if (now.reading && answered && !hasRead(project.id, mark)) store.set({ reading: false })
    if (before.reading && !now.reading) noteRead(project.id, mark)
  })
}
