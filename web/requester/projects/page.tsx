import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import type { ListedProject } from '@whisker/api/projects.ts'
import { useState } from 'react'
import { useMay } from '../../account/session.ts'
import { Empty } from '../../ui/empty.tsx'
import { Icon } from '../../ui/icons.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Page, Section } from '../../ui/page.tsx'
import { usePageTitle } from '../page-title.ts'
import styles from './page.module.css'
import { ProjectTable } from './project-table.tsx'
import { projectsQuery } from './queries.ts'
import { TemplateCards } from './templates/template-cards.tsx'

/** /app/projects */
export function ProjectsPage() {
  const projects = useQuery({ ...projectsQuery(), refetchInterval: 10_000 })
  const editor = useMay('editor')
  const add = editor && (
    <>
      <ImportButton />
      <Button component={Link} to="/projects/new" leftSection={<Icon name="plus" />}>
        Add project
      </Button>
    </>
  )
  const none = projects.data?.data.length === 0
  return (
    <Page
      title={usePageTitle()}
      lead={none ? undefined : 'Each project asks one kind of question about your pictures or texts.'}
      actions={none ? editor && <ImportButton /> : add}
    >
      <Loaded query={projects} rows={6}>
        {({ data }) => (data.length === 0 ? <FirstProject editor={editor} /> : <ProjectList projects={data} />)}
      </Loaded>
    </Page>
  )
}

/** For whoever comes from another program. */
function ImportButton() {
  return (
    <Button component={Link} to="/projects/import" variant="default" leftSection={<Icon name="upload" />}>
      Import
    </Button>
  )
}

function ProjectList({ projects }: { projects: ListedProject[] }) {
  const { show = 'open' } = useSearch({ from: '/inside/projects' })
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const archived = projects.filter((project) => project.status === 'archived')
  const shown = (show === 'archived' ? archived : projects.filter((project) => project.status !== 'archived')).filter(
    (project) => `${project.id} ${project.title} ${project.description}`.toLowerCase().includes(words.toLowerCase()),
  )
  return (
    <>
      {(projects.length > 6 || archived.length > 0) && (
        <div className={styles.filters}>
          <TextInput
            className={styles.search}
            placeholder="Find by title or number"
            aria-label="Find by title or number"
            leftSection={<Icon name="search" />}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
          />
          {archived.length > 0 && (
            <SegmentedControl
              size="xs"
              aria-label="Which projects"
              value={show}
              onChange={(value) =>
                navigate({ to: '/projects', search: value === 'archived' ? { show: 'archived' } : {} })
              }
              data={[
                { value: 'open', label: 'Open' },
                { value: 'archived', label: `Archived (${archived.length})` },
              ]}
            />
          )}
        </div>
      )}
      <Section flush>
        {shown.length > 0 ? (
          <ProjectTable projects={shown} />
        ) : (
          <Empty icon="projects" title={words ? 'No project has this name' : 'No open projects'}>
            {words
              ? 'Try fewer letters, or the number of the project.'
              : 'All projects are archived. Add a new one, or open an archived one again.'}
          </Empty>
        )}
      </Section>
    </>
  )
}

/** The first minute: what a project is, and eight ways to begin. */
function FirstProject({ editor }: { editor: boolean }) {
  if (!editor)
    return (
      <Section>
        <Empty icon="projects" title="No projects yet">
          Somebody with the role editor or owner makes the first one; you will see it here.
        </Empty>
      </Section>
    )
  return (
    <>
      <div className={styles.welcome}>
        <h2>Ask your first question</h2>
        <p>
          A project is one kind of question: you send pictures or texts, people answer a small form about each one, and
          you get one trustworthy answer back. Pick what comes closest; everything can be changed.
        </p>
      </div>
      <TemplateCards />
    </>
  )
}
