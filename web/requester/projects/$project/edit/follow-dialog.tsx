import { Button, Group, Modal, Radio, Stack } from '@mantine/core'
import type { FormEffect } from '@whisker/api/form-effect.ts'
import type { ApplyTo } from '@whisker/api/project-settings.ts'
import { useState } from 'react'
import { Note } from '../../../../ui/note.tsx'
import { plural } from '../../../../ui/numbers.ts'

/** Says what a form will do to how many tasks, and asks which of them take it; `choose(null)`: nothing is saved. */
export function FollowDialog({ effect, choose }: { effect: FormEffect; choose: (applyTo: ApplyTo | null) => void }) {
  const [applyTo, setApplyTo] = useState<ApplyTo>('unanswered')
  const { unanswered, answered, completed, needs_review, gold } = effect
  const open = answered.fitting + answered.misfits
  const finished = completed.fitting + completed.misfits + needs_review.fitting + needs_review.misfits
  const misfits = completed.misfits + needs_review.misfits
  const about = effect.complete ? '' : 'about '
  return (
    <Modal
      opened
      onClose={() => choose(null)}
      title={
        effect.change === 'none' ? 'Tasks in an older form' : `Version ${effect.version}: the tasks that are there`
      }
      size="lg"
    >
      <Stack gap="md">
        <p>{effect.change === 'words' ? wordsOnly : firstLine(unanswered, effect.change)}</p>
        {effect.held > 0 && (
          <p>
            {plural(effect.held, 'task')} of these somebody is working on right now. They go on with the form that they
            see, and their answers are taken.
          </p>
        )}
        {effect.change !== 'words' && (
          <Radio.Group label="Which tasks take this form?" value={applyTo} onChange={(to) => setApplyTo(to as ApplyTo)}>
            <Stack gap="xs" mt="xs">
              <Radio value="unanswered" label="Those without answers" description={plural(unanswered, 'task')} />
              <Radio
                value="open"
                label="Open tasks with answers as well"
                description={`${plural(open, 'task')}: ${about}${answered.misfits} with an answer that does not fit. Such answers are kept but no longer count; the others stay.`}
              />
              <Radio
                value="misfits"
                label="Finished tasks as well, where an answer does not fit any more"
                description={`${about}${plural(misfits, 'task')} of ${finished} are opened again`}
              />
              <Radio
                value="all"
                label="All finished tasks as well"
                description={`${plural(finished, 'task')} are opened again, each for at least one more answer`}
              />
            </Stack>
          </Radio.Group>
        )}
        <Warnings effect={effect} />
        {gold.misfits > 0 && (
          <Note tone="warn">
            The known answer of {plural(gold.misfits, 'gold task')} does not fit this form. These are not shown any more
            until you mark them with another answer.
          </Note>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => choose(null)}>
            Keep as it is
          </Button>
          <Button onClick={() => choose(applyTo)}>{effect.change === 'none' ? 'Ask these too' : 'Save changes'}</Button>
        </Group>
      </Stack>
    </Modal>
  )
}

const wordsOnly =
  'Only words or the order differ, and every answer stays possible. All open tasks take this form, those with answers too.'

function firstLine(unanswered: number, change: FormEffect['change']): string {
  if (change === 'none')
    return 'The form was changed after these tasks were sent. Which of them should be asked in the current form?'
  return unanswered === 0
    ? 'There is no task without answers. New tasks have this form.'
    : `${plural(unanswered, 'task')} without answers take this form by themselves, within seconds.`
}

function Warnings({ effect }: { effect: FormEffect }) {
  const { removed_fields: removed, keep_form: keeps } = effect
  return (
    <>
      {removed.length > 0 && (
        <Note tone="warn">
          {removed.map((name) => `“${name}”`).join(', ')} will be gone. What was answered there is kept with the
          answers, but counts no longer in tasks that take this form. A field with another name is another field.
        </Note>
      )}
      {keeps > 0 && (
        <Note tone="warn">
          {plural(keeps, 'open task')} keep their form: they were sent for other inputs, and would not be shown as a
          whole.
        </Note>
      )}
    </>
  )
}
