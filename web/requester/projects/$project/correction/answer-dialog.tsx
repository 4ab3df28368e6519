import { Modal } from '@mantine/core'
import type { Project } from '@whisker/api/project-settings.ts'
import type { ReactNode } from 'react'
import { isDrawn } from '../../../kinds/drawn-correction.tsx'

/** A dialog in which somebody says what is right; wide where that is drawn. */
export function AnswerDialog(props: {
  project: Project
  title: string
  opened: boolean
  close: () => void
  children: ReactNode
}) {
  const { project, title, opened, close, children } = props
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={title}
      size={project.output_spec.some(isDrawn) ? '72rem' : undefined}
      // On a picture it ends a stroke: only what nobody there took is heard here.
      closeOnEscape={false}
      onKeyDown={({ key, defaultPrevented }) => key === 'Escape' && !defaultPrevented && close()}
    >
      {children}
    </Modal>
  )
}
