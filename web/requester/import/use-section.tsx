import { Button, Radio, Stack, TextInput } from '@mantine/core'
import type { LabelUse } from '@whisker/api/imports/label-use.ts'
import { useState } from 'react'
import { Note } from '../../ui/note.tsx'
import { plural } from '../../ui/numbers.ts'
import { Section } from '../../ui/page.tsx'
import styles from './import.module.css'
import type { Look } from './messages.ts'
import type { importOf } from './run.ts'

type Use = {
  title: string
  words: string
  /** What would happen. */
  becomes: (labels: number, rows: number, source: string) => string
}

const labelUses: Record<LabelUse, Use> = {
  nothing: {
    title: 'Nothing',
    words: 'The labels are left out: people answer everything anew.',
    becomes: (_, rows) => `${plural(rows, 'task')} without answers.`,
  },
  gold: {
    title: 'Gold',
    words: 'You know that the labels are right: they are mixed in unseen, and measure workers.',
    becomes: (labels, rows) =>
      `${plural(labels, 'task')} with a known answer${rows > labels ? `, ${plural(rows - labels, 'task')} without` : ''}. What is known already stays as it is.`,
  },
  answers: {
    title: 'Answers of an earlier source',
    words: 'Each label counts as one answer of one worker, who is weighed like any other.',
    becomes: (labels, _, source) =>
      `${plural(labels, 'answer')} of “${source}”. A task that wants one answer is finished by it.`,
  },
  review: {
    title: 'What a reviewer checks',
    words: 'The same, and each task that a label finishes waits for a reviewer.',
    becomes: (labels, _, source) => `${plural(labels, 'answer')} of “${source}”, to be looked at under Review.`,
  },
}

type Props = { run: ReturnType<typeof importOf>; look: Look; project: { id: number; title: string } | null }

/** Where the rows go, and what becomes of what was labeled before: each choice says what will happen. */
export function UseSection({ run, look, project }: Props) {
  const { good, labeled } = look.tally
  const [into, setInto] = useState<'there' | 'new'>(look.there ? 'there' : 'new')
  const [title, setTitle] = useState(look.name)
  const [as, setAs] = useState<LabelUse>('nothing')
  const [source, setSource] = useState(look.title)
  const called = source.trim() || look.title
  const refusals = look.refusals[into]
  const refusal = refusals[as]
  const isNamed = as === 'answers' || as === 'review'
  return (
    <>
      {!project && (
        <Section title="Where it goes">
          <Stack gap="sm">
            {look.there && (
              <Radio.Group
                label="These files were imported before"
                value={into}
                onChange={(to) => setInto(to as typeof into)}
              >
                <Stack gap={6} mt={6}>
                  <Radio
                    value="there"
                    label={`Into “${look.there.title}” (project ${look.there.id})`}
                    description="What is there already is not added again."
                  />
                  <Radio value="new" label="Into a new project" />
                </Stack>
              </Radio.Group>
            )}
            {into === 'new' && (
              <TextInput
                label="Title of the new project"
                description={formWords(look)}
                value={title}
                onChange={(event) => setTitle(event.currentTarget.value)}
              />
            )}
          </Stack>
        </Section>
      )}
      <Section title="What was labeled before" lead={labeled === 0 ? 'Nothing: the rows have no labels.' : undefined}>
        <Stack gap="md">
          {labeled > 0 && (
            <Radio.Group
              label={`${plural(labeled, 'label')} come in as`}
              value={as}
              onChange={(to) => setAs(to as LabelUse)}
            >
              <Stack gap={8} mt={6}>
                {Object.entries(labelUses).map(([use, { title, words }]) => (
                  <Radio
                    key={use}
                    value={use}
                    label={title}
                    description={
                      refusals[use as LabelUse] && !refusals.nothing
                        ? `${words} Not here: ${refusals[use as LabelUse]}`
                        : words
                    }
                  />
                ))}
              </Stack>
            </Radio.Group>
          )}
          {isNamed && (
            <TextInput
              label="What the source is called"
              description="A worker of this name; the same name is the same worker."
              value={source}
              onChange={(event) => setSource(event.currentTarget.value)}
              maxLength={100}
            />
          )}
          {refusal !== null && <Note tone="warn">{refusal}</Note>}
          <div className={styles.act}>
            <p>{labelUses[as].becomes(labeled, good, called)}</p>
            <Button
              disabled={refusal !== null || good === 0}
              onClick={() => run.send({ as, source: called, into, title: title.trim() || look.name })}
            >
              Import {plural(good, 'row')}
            </Button>
          </div>
        </Stack>
      </Section>
    </>
  )
}

function formWords({ inputs, tally }: Look): string {
  const names = tally.fields.map(({ name }) => name)
  return `Its form is made of the file: people see ${inputs.map(({ name }) => name).join(', ')}, and answer ${names.join(', ') || 'nothing yet'}.`
}
