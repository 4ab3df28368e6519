import { Anchor } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useMay } from '../../../../account/session.ts'
import { Empty } from '../../../../ui/empty.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Section } from '../../../../ui/page.tsx'
import { useProject } from '../project-context.tsx'
import { bucketQuery } from '../queries.ts'
import { BucketForm } from './bucket-form.tsx'
import { ObjectsSection } from './objects-section.tsx'
import { StateSection } from './state-section.tsx'

/** /app/projects/:id/bucket */
export function BucketPage() {
  const project = useProject()
  const editor = useMay('editor')
  const bucket = useQuery(bucketQuery(project.id))
  return (
    <Loaded query={bucket}>
      {({ bucket: followed }) =>
        followed ? (
          <>
            <StateSection project={project} bucket={followed} />
            <ObjectsSection project={project} />
          </>
        ) : (
          <Section
            title="Follow a bucket"
            lead="Pictures in a store that speaks S3 become tasks, those of today and those that come later. They are copied; no task is ever deleted by itself."
          >
            {editor ? (
              <BucketForm project={project} />
            ) : (
              <Empty icon="workspace" title="No bucket is followed">
                An editor of the workspace can follow one. <BackToProject id={project.id} />
              </Empty>
            )}
          </Section>
        )
      }
    </Loaded>
  )
}

function BackToProject({ id }: { id: number }) {
  return (
    <Anchor renderRoot={(props) => <Link to="/projects/$project" params={{ project: String(id) }} {...props} />}>
      Overview
    </Anchor>
  )
}
