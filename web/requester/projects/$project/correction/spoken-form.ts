import { useQuery } from '@tanstack/react-query'
import type { OutputField } from '@whisker/api/fields.ts'
import { spokenForm } from '@whisker/api/form-change.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { service } from '../../../../service/client.ts'
import { everyPage } from '../../../../service/every-page.ts'
import { keyOf } from '../../../../service/query-keys.ts'

/** The form in which a requester speaks of a task of this version: that of today, unless it does not show the task. */
export function useSpokenForm(project: Project, version: number): readonly OutputField[] {
  const { data } = useQuery({
    queryKey: keyOf.versions(project),
    queryFn: () => everyPage((query) => service.listProjectVersions({ params: { project_id: project.id }, query })),
    enabled: version !== project.version,
  })
  const own = data?.data.find((known) => known.version === version)
  return own ? spokenForm(own, project).output_spec : project.output_spec
}
