import type { Project } from '@whisker/api/project-settings.ts'

export type Ready = {
  url: string
  setupUrl: string | null
  project: Pick<Project, 'id' | 'title'>
  /** Only when it was made now: it is not shown again. */
  apiKey: string | null
  labelUrl: string
  configPath: string
  /** We have started the service, and stop it. */
  isOurs: boolean
  isExample: boolean
}

/** What `whisker label` prints when everything is there. */
export function readyText({ url, setupUrl, project, apiKey, labelUrl, configPath, isOurs, isExample }: Ready): string {
  const rows: [string, string][] = [['Address', url]]
  if (setupUrl)
    rows.push(['Set up', `${setupUrl}\n            (one-time link: opens the dashboard and makes you its owner)`])
  rows.push(['Project', `${project.id}  ${project.title}${isExample ? '  (with example pictures)' : ''}`])
  if (apiKey)
    rows.push(['API key', `${apiKey}\n            (shown this once; the whisker command finds it in ${configPath})`])
  rows.push(['Label', `${labelUrl}\n            (open it to answer, or send it to those who help you)`])
  const stop = isOurs
    ? 'Stop with Ctrl-C. The same command starts again: nothing is lost, and nothing is sent twice.'
    : 'The service was running already; stop it where you started it.'
  return `Whisker is ready.\n\n${rows.map(([name, value]) => `  ${name.padEnd(10)}${value}\n`).join('')}\n${stop}\nNext, in another terminal: npx whisker results ${project.id}\n`
}

/** The same for programs, in one line. */
export function readyRow({ url, setupUrl, project, apiKey, labelUrl }: Ready) {
  return { url, setup_url: setupUrl, project_id: project.id, api_key: apiKey, label_url: labelUrl }
}
