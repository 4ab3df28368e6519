import type { Project } from '@whisker/api/project-settings.ts'
import type { Queryable } from '../database/connect.ts'
import { newWebhookSecret } from '../egress/webhook-signature.ts'

/** The `callback_url` of a project is the simple form of a webhook: one row of the same table, made and changed here. */
export async function followCallback(
  tx: Queryable,
  workspaceId: number,
  project: Pick<Project, 'id' | 'callback_url'>,
): Promise<void> {
  if (project.callback_url === null) {
    await tx`delete from webhooks where project_id = ${project.id} and is_callback`
    return
  }
  await tx`
    insert into webhooks (workspace_id, project_id, url, description, event_types, is_callback, secret)
    values (${workspaceId}, ${project.id}, ${project.callback_url}, 'callback_url of the project', '{}', true,
            ${newWebhookSecret()})
    on conflict (project_id) where is_callback
    do update set url = excluded.url, status = 'enabled', disabled_reason = null, failing_since = null`
}
