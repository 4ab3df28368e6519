import { Select, Textarea, TextInput } from '@mantine/core'
import { Section } from '../../../ui/page.tsx'
import { useField } from '../../controls/faults.tsx'
import type { Draft } from './draft.ts'
import styles from './editor.module.css'
import { languageChoices } from './languages.ts'

type Props = { draft: Draft; set: (change: Partial<Draft>) => void }

/** Title, descriptions and language. */
export function AboutSection({ draft, set }: Props) {
  return (
    <Section title="About">
      <div className={styles.fields}>
        <TextInput
          label="Title"
          description="Workers see it too."
          value={draft.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
          {...useField('/title')}
        />
        <TextInput
          label="Description"
          description="Short, for your own list of projects. Workers do not see it."
          value={draft.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
          {...useField('/description')}
        />
        <Textarea
          label="Public description"
          description="The instructions that workers read first. Markdown: **bold**, *italic*, lists, links."
          autosize
          minRows={5}
          maxRows={18}
          value={draft.public_description}
          onChange={(event) => set({ public_description: event.currentTarget.value })}
          {...useField('/public_description')}
        />
        <Select
          label="Language"
          description="The language of the work. People choose projects by it."
          searchable
          data={languageChoices(draft.language)}
          value={draft.language}
          onChange={(language) => language && set({ language })}
          {...useField('/language')}
        />
      </div>
    </Section>
  )
}
