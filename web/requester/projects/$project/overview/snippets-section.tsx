import { Anchor, Button, SegmentedControl } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import { useState } from 'react'
import { useMay } from '../../../../account/session.ts'
import { base } from '../../../../service/base.ts'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { CodeBlock } from '../../../../ui/code.tsx'
import { ProblemNote } from '../../../../ui/note.tsx'
import { Section } from '../../../../ui/page.tsx'
import { type Snippet, snippets } from './snippets.ts'
import styles from './snippets-section.module.css'

const placeholder = 'YOUR_API_KEY'

/** The same by API: code for this very project. A key can be made right here, so that it runs as it is pasted. */
export function SnippetsSection({ project }: { project: Project }) {
  const owner = useMay('owner')
  const cache = useQueryClient()
  const [language, setLanguage] = useState<Snippet['language']>('curl')
  const [step, setStep] = useState<'send' | 'read'>('send')
  const makeKey = useMutation({
    mutationFn: () => service.createApiKey({ body: { name: `Code for “${project.title.slice(0, 60)}”` } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: keyOf.apiKeys() }),
  })
  const key = makeKey.data?.key ?? placeholder
  const all = snippets({
    address: window.location.origin + base,
    projectId: project.id,
    fields: project.input_spec,
    key,
  })
  const snippet = all.find((entry) => entry.language === language) ?? all[0]!
  return (
    <Section
      title="Use the API"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="Language"
          value={language}
          onChange={(value) => setLanguage(value as Snippet['language'])}
          data={all.map((entry) => entry.language)}
        />
      }
    >
      <div className={styles.body}>
        <div className={styles.line}>
          <SegmentedControl
            size="xs"
            aria-label="Step"
            value={step}
            onChange={(value) => setStep(value as typeof step)}
            data={[
              { value: 'send', label: 'Send a task' },
              { value: 'read', label: 'Read the results' },
            ]}
          />
          {owner && !makeKey.data && (
            <Button size="xs" variant="default" loading={makeKey.isPending} onClick={() => makeKey.mutate()}>
              Make a key and put it in
            </Button>
          )}
        </div>
        {makeKey.error && <ProblemNote error={makeKey.error} />}
        <CodeBlock code={snippet[step]} label={`${language} code`} />
        <p className={styles.hint}>
          {makeKey.data
            ? 'This key is shown only now: copy the code, or keep the key somewhere safe. '
            : `Put an API key in place of ${placeholder}. `}
          <Anchor component={Link} to="/settings/keys" inherit>
            API keys
          </Anchor>{' '}
          ·{' '}
          <Anchor href={`${base}/docs`} target="_blank" rel="noreferrer" inherit>
            API reference
          </Anchor>
        </p>
      </div>
    </Section>
  )
}
