import { Button } from '@mantine/core'
import { useState } from 'react'
import { Note } from '../../ui/note.tsx'
import { Section } from '../../ui/page.tsx'
import type { Collected } from '../upload/collect.ts'
import { FileZone } from '../upload/file-zone.tsx'
import { ColumnsSection } from './columns-section.tsx'
import styles from './import.module.css'
import { LookSection } from './look-section.tsx'
import { ProgressSection } from './progress-section.tsx'
import { importOf, useImport } from './run.ts'
import { UseSection } from './use-section.tsx'

type Asked = { id: number; title: string; fields: string[] }

/** From the files of another program to tasks: choose, look, decide, send. `project`: whose page it is; null: one is made. */
export function ImportPanel({ project }: { project: Asked | null }) {
  const projectId = project?.id ?? null
  const state = useImport(projectId)
  const run = importOf(projectId)
  const [isOpening, setOpening] = useState(false)
  const take = async ({ sources }: Collected) => {
    setOpening(true)
    const files = await Promise.all(sources.map(async ({ path, open }) => [path, await open()] as const))
    setOpening(false)
    run.add(new Map(files))
  }
  const { stage, look, fault } = state
  if (stage === 'sending' || stage === 'done') return <ProgressSection run={run} state={state} />
  const isReading = stage === 'reading' && fault === null
  const read = isReading || fault !== null ? null : look
  const columns = isReading ? null : fault === null ? look?.columns : state.columns
  return (
    <>
      <Section
        title={look ? 'Files' : 'What the other program exported'}
        lead="COCO, YOLO, Pascal VOC, Label Studio, doccano, CVAT, Ground Truth, Mechanical Turk, or a table (CSV, TSV, XLSX, JSONL, Parquet)."
        actions={
          look && (
            <Button size="xs" variant="subtle" color="gray" onClick={() => run.forget()}>
              Begin anew
            </Button>
          )
        }
      >
        <FileZone
          title={look ? 'Add pictures, or other files' : 'Drop the export here, with its pictures'}
          words={
            look
              ? 'They are read together with those that are there.'
              : 'A file, a folder or a zip. Nothing is sent before you have seen what would come in.'
          }
          small={look !== null}
          take={(collected) => void take(collected)}
        />
        {(isReading || isOpening) && (
          <div className={styles.reading} role="status">
            <span>Reading {state.files.size === 1 ? [...state.files.keys()][0] : 'the files'}…</span>
            <Button size="xs" variant="default" onClick={() => run.stop()}>
              Cancel
            </Button>
          </div>
        )}
        {fault !== null && (
          <div className={styles.fault}>
            <Note
              tone="danger"
              title="This was not read"
              action={
                <Button size="xs" variant="default" onClick={() => run.anew()}>
                  Read it anew
                </Button>
              }
            >
              <p>{fault}</p>
            </Note>
          </div>
        )}
      </Section>
      {read && <LookSection run={run} look={read} />}
      {columns && <ColumnsSection run={run} columns={columns} project={project} correction={state.correction} />}
      {read && <UseSection key={read.name} run={run} look={read} project={project} />}
    </>
  )
}
