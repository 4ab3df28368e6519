import { Button, Menu, NativeSelect } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type AuditAction, type AuditEntry, auditActions } from '@whisker/api/audit.ts'
import { useState } from 'react'
import { base } from '../../../service/base.ts'
import { Age } from '../../../ui/age.tsx'
import type { Columns } from '../../../ui/data-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { ListTable, ShowMore } from '../../../ui/list-table.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import table from '../../../ui/table.module.css'
import { usePageTitle } from '../../page-title.ts'
import { auditQuery } from '../queries.ts'
import styles from '../settings.module.css'

/** /app/settings/audit */
export function AuditPage() {
  const [action, setAction] = useState<AuditAction | ''>('')
  const entries = useInfiniteQuery(auditQuery(action))
  const columns: Columns<AuditEntry> = [
    { head: 'When', fit: 'tight', quiet: true, cell: ({ at }) => <Age at={at} /> },
    {
      head: 'Who',
      dir: 'auto',
      className: styles.name,
      cell: ({ actor, key_id }) => (
        <>
          {actor ?? 'Unknown'}
          {key_id && <span className={table.quiet}> (API key)</span>}
        </>
      ),
    },
    { head: 'What', dir: 'auto', cell: (entry) => <What entry={entry} /> },
    { head: 'From', fit: 'tight', mono: true, wide: true, cell: ({ address }) => address },
    { head: 'Outcome', fit: 'tight', quiet: true, wide: true, cell: ({ outcome }) => outcomeWords(outcome) },
  ]
  return (
    <Page
      title={usePageTitle()}
      lead="What members and API keys did. Nothing in it can be changed. Tasks and answers say themselves who made them."
      actions={<Download action={action} />}
    >
      <NativeSelect
        maw={320}
        label="Show"
        value={action}
        onChange={(event) => setAction(event.currentTarget.value as AuditAction | '')}
        data={[
          { value: '', label: 'Everything' },
          ...Object.entries(auditActions).map(([value, label]) => ({ value, label })),
        ]}
      />
      <Section flush>
        <ListTable
          query={entries}
          columns={columns}
          keyOf={({ id }) => id}
          none={
            <Empty icon="clock" title="Nothing of this kind">
              What members and API keys do from now on stands here.
            </Empty>
          }
        />
      </Section>
      <ShowMore query={entries}>Show more</ShowMore>
    </Page>
  )
}

function What({ entry: { action, project_id, subject, detail } }: { entry: AuditEntry }) {
  const { settings, ...rest } = detail
  const said = Object.values({ ...rest, settings })
    .map((value) => (Array.isArray(value) ? value.join(', ') : String(value ?? '')))
    .filter((text) => text !== '')
  const of = [project_id && `project ${project_id}`, ...(said.length > 0 ? said : [subject])].filter(Boolean)
  return (
    <>
      {auditActions[action]}
      {of.length > 0 && <span className={table.quiet}> {of.join(' · ')}</span>}
    </>
  )
}

function outcomeWords(outcome: string | null): string {
  if (outcome === null) return 'Not known'
  return outcome === 'done' ? 'Done' : `Refused: ${outcome}`
}

function Download({ action }: { action: string }) {
  const of = action && `&action=${action}`
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" rightSection={<Icon name="down" />}>
          Download
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`${base}/audit/export?format=csv${of}`} download="audit-log.csv">
          CSV, for spreadsheets
        </Menu.Item>
        <Menu.Item component="a" href={`${base}/audit/export?format=jsonl${of}`} download="audit-log.jsonl">
          JSON lines, for programs
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
