import { useQueryClient } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import type { WorkerDetail } from '@whisker/api/workers.ts'
import { service } from '../../../../../service/client.ts'
import { plural } from '../../../../../ui/numbers.ts'
import { workerQuery } from '../../queries.ts'
import { ReasonButton } from '../reason-button.tsx'

/** Takes back all answers of a worker, with a reason that they read. */
export function TakeBack({ project, worker }: { project: Project; worker: WorkerDetail }) {
  const name = worker.name || worker.worker_id
  const cache = useQueryClient()
  return (
    <ReasonButton
      button="Take back all answers…"
      title={`Take back all answers of ${name}?`}
      text={
        <>
          {plural(worker.answers.counted, 'answer')} will not count any more, and {name} is paused. Tasks are asked
          again only where the answers of others are too few or leave doubt. There is no way back.
        </>
      }
      act="Take the answers back"
      danger
      run={(body) => service.revertWorker({ params: { project_id: project.id, worker_id: worker.worker_id }, body })}
      done={() => cache.invalidateQueries({ queryKey: workerQuery(project.id, worker.worker_id).queryKey })}
    />
  )
}
