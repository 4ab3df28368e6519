import { useQuery } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import { service } from '../../../../service/client.ts'
import { everyPage } from '../../../../service/every-page.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { Age } from '../../../../ui/age.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { diffLines } from './diff.ts'
import styles from './edit.module.css'

/** The versions of the specs, newest first, each with what it changed. */
export function VersionList({ project }: { project: Project }) {
  const versions = useQuery({
    queryKey: keyOf.versions(project),
    queryFn: () => everyPage((query) => service.listProjectVersions({ params: { project_id: project.id }, query })),
  })
  return (
    <Loaded query={versions}>
      {({ data }) => (
        <div className={styles.versions}>
          {data.map((version, at) => (
            <section key={version.version}>
              <div className={styles.versionHead}>
                <strong>Version {version.version}</strong>
                <span>
                  <Age at={version.created_at} />
                </span>
              </div>
              <Diff before={data[at + 1]} after={version} />
            </section>
          ))}
        </div>
      )}
    </Loaded>
  )
}

type Specs = Pick<Project, 'input_spec' | 'output_spec'>

function Diff({ before, after }: { before: Specs | undefined; after: Specs }) {
  if (!before) return <p style={{ color: 'var(--ink-2)' }}>The first version.</p>
  return (
    <pre className={styles.diff}>
      {diffLines(print(before), print(after)).map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a finished text
        <span key={at} data-change={line.change}>
          {{ same: '  ', added: '+ ', removed: '- ', skipped: '  ' }[line.change]}
          {line.text}
        </span>
      ))}
    </pre>
  )
}

function print({ input_spec, output_spec }: Specs): string {
  return JSON.stringify({ input_spec, output_spec }, null, 2)
}
