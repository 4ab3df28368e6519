/** One thing that is not as it should be. `what` is stable, for programs. */
export type Fault = {
  what:
    | 'picture_missing'
    | 'picture_wrong_size'
    | 'picture_corrupt'
    | 'picture_unreadable'
    | 'task_without_picture'
    | 'wrong_answered'
    | 'wrong_active'
    | 'result_missing'
    | 'result_unexpected'
    | 'task_never_given'
    | 'release_corrupt'
  /** The task, the picture as `<workspace>/<sha256>`, or the release as `<project>/<number>`. */
  id: string
  project_id?: number
  detail: string
}
