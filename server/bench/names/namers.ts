import { collectTexts, nameTexts } from '../../src/consolidation/name-texts.ts'
import { nameBy } from '../../src/consolidation/naming.ts'
import type { Namer } from './measure.ts'

/** How far the texts of a field may be joined. */
export const namers: Record<string, Namer> = {
  exact: joining('exact'),
  letters: joining('letters'),
  meaning: joining('meaning'),
}

function joining(how: 'exact' | 'letters' | 'meaning'): Namer {
  return (tasks, language) => {
    const collector = collectTexts(tasks.length, 3, tasks.length * 3)
    tasks.forEach((texts, task) => {
      texts.forEach((text, worker) => {
        collector.add(task, worker, text)
      })
    })
    const naming = nameBy(how, { language, synonyms: [], apart: [] })
    const { answers, names } = nameTexts(collector.finish(), naming)
    return tasks.map((texts, task) => texts.map((_, i) => names[answers.label[answers.start[task]! + i]!]!))
  }
}
