/** One line of the report. `warn` deserves a look; `bad` can lose data or keep the service from working. */
export type Finding = { level: 'ok' | 'warn' | 'bad'; what: string; detail: string }

export type Add = (level: Finding['level'], what: string, detail: string) => void
