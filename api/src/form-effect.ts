import { z } from 'zod'
import { endpoint, write } from './endpoint.ts'
import { InputSpec, OutputSpecDraft } from './fields.ts'
import { ProjectParams } from './project-settings.ts'

const Fit = z.object({
  fitting: z.int().meta({ description: 'Tasks whose answers all fit the new form' }),
  misfits: z.int().meta({ description: 'Tasks with an answer that it does not take' }),
})

/** What a change of the form would do, and to how many tasks. */
export const FormEffect = z
  .object({
    version: z.int().meta({ description: 'The version that the project would have' }),
    change: z.enum(['none', 'words', 'answers']).meta({
      description:
        '`none`: the form stays. `words`: labels, help or the order; all open tasks take it at once. `answers`: other answers are possible than before',
    }),
    unanswered: z
      .int()
      .meta({ description: 'Tasks without answers in an older form; they take the new one by themselves' }),
    held: z.int().meta({
      description: 'So many of the open ones somebody is working on; they may answer in the form that they see',
    }),
    answered: Fit.meta({
      description: 'Open tasks with answers in an older form: they take the new one with `apply_to: open`',
    }),
    needs_review: Fit.meta({ description: 'Tasks that wait for a reviewer; what fits takes the new form' }),
    completed: Fit.meta({
      description: 'Completed tasks in an older form: the misfits are opened again with `misfits`, all with `all`',
    }),
    gold: Fit.meta({ description: 'Gold tasks. One whose known answer does not fit is not shown any more' }),
    answers: z
      .object({ fitting: z.int(), misfits: z.int() })
      .meta({ description: 'Counted answers of all these tasks' }),
    looked_at: z.int().meta({ description: 'Tasks with answers that were looked at' }),
    complete: z.boolean().meta({
      description: 'false: there are more; `fitting` and `misfits` are then estimates from those that were looked at',
    }),
    removed_fields: z.array(z.string()).meta({ description: 'Fields whose answers would count no longer' }),
    keep_form: z
      .int()
      .meta({ description: 'Open tasks that keep their form: the new inputs would not show what they were sent with' }),
  })
  .meta({ id: 'FormEffect' })
export type FormEffect = z.infer<typeof FormEffect>

export const previewEdit = endpoint({
  method: 'POST',
  path: '/projects/{project_id}/edit-preview',
  tag: 'projects',
  summary: 'What a change of the form would do to the tasks that are there',
  description: 'Changes nothing. Without specs: the tasks that are still in an older form than that of today.',
  policy: write,
  params: ProjectParams,
  body: z.strictObject({ input_spec: InputSpec, output_spec: OutputSpecDraft }).partial(),
  status: 200,
  response: FormEffect,
})
