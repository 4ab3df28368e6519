import type { Project } from '@whisker/api/project-settings.ts'
import { Empty } from '../../../../ui/empty.tsx'
import { firstMedium, media } from '../../../media/media.ts'
import { onlyField } from '../only-field.ts'

type Props = { project: Pick<Project, 'input_spec'>; filtered: boolean }

/** In place of the table: that nothing is like the filters, or how the first tasks come. */
export function NoTasks({ project, filtered }: Props) {
  if (filtered)
    return (
      <Empty icon="search" title="No task matches">
        Choose another status, or take the filters away.
      </Empty>
    )
  const field = onlyField(project)
  const { icon } = media[(field ?? project.input_spec[0])?.type ?? firstMedium]
  return (
    <Empty icon={icon} title="No tasks yet">
      {field
        ? `Add ${media[field.type].many} on the overview, or by API.`
        : 'Send them by API: the overview has the code.'}{' '}
      They appear here in the order in which they were made.
    </Empty>
  )
}
