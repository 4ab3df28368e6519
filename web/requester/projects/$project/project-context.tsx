import type { Project } from '@whisker/api/project-settings.ts'
import { createContext, use } from 'react'

export const ProjectContext = createContext<Project | null>(null)

/** The project whose pages these are. */
export function useProject(): Project {
  const project = use(ProjectContext)
  if (!project) throw new Error('useProject is for pages inside the layout of a project')
  return project
}
