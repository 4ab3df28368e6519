import { useQuery } from '@tanstack/react-query'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/projects.ts'
import { service } from '../../../../service/client.ts'
import { everyPage } from '../../../../service/every-page.ts'

/** The form that a task was made with: that of its own version, which need not be the project's of today. */
export function useFormOf(project: Project, version: number): readonly OutputField[] {
  const { data } = useQuery({
    queryKey: ['project', project.id, 'versions'],
    queryFn: () => everyPage((query) => service.listProjectVersions({ params: { project_id: project.id }, query })),
    enabled: version !== project.version,
  })
  return data?.data.find((known) => known.version === version)?.output_spec ?? project.output_spec
}
