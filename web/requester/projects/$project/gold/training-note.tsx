import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import { Note } from '../../../../ui/note.tsx'
import { plural } from '../../../../ui/numbers.ts'

/** Whether the practice can begin; workers wait as long as there are too few tasks for it. */
export function TrainingNote({ project }: { project: Project }) {
  const { training, training_tasks: there } = project
  if (!training) {
    if (there === 0) return null
    return (
      <Note>
        {plural(there, 'task')} for practice, and this project has none.{' '}
        <Link to="/projects/$project/edit" params={{ project: String(project.id) }}>
          Turn it on in the settings.
        </Link>
      </Note>
    )
  }
  const missing = training.questions - there
  if (missing > 0)
    return (
      <Note tone="warn" title="New workers wait for practice tasks">
        They begin with {plural(training.questions, 'practice task')}, and there{' '}
        {there === 1 ? 'is only one' : `are only ${there}`} for the current form. Mark {plural(missing, 'gold task')}{' '}
        more for practice, or ask for fewer in the settings.
      </Note>
    )
  return (
    <Note>
      New workers practise first: {training.pass} of {training.questions} must be right. There{' '}
      {there === 1 ? 'is one practice task' : `are ${there} practice tasks`}.
    </Note>
  )
}
