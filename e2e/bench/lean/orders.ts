/** What a client process is told to do; the first message to it. A second one, whatever it says, ends it early. */
export type Order = CyclesOrder | PicturesOrder | StatementsOrder

/** Takes and answers. */
export type CyclesOrder = {
  kind: 'cycles'
  port: number
  projectId: number
  /** One worker each, on a connection of its own. */
  tokens: string[]
  cycles: number
  /** The next task comes with the reply to an answer. */
  isRiding: boolean
  /** Between two cycles of a worker. */
  pauseMs: number
}

/** Single `POST /tasks`, each with a picture inside. */
export type PicturesOrder = {
  kind: 'pictures'
  port: number
  projectId: number
  key: string
  files: string[]
  connections: number
}

/** The writes of takes and answers, on PostgreSQL itself. */
export type StatementsOrder = {
  kind: 'statements'
  socket: string
  password: string
  tasks: string[]
  connections: number
}

/** In ms, one for each unit. */
export type Times = { p50: number; p99: number; max: number }

/** `units` is what was ordered: cycles, pictures. */
export type Load = {
  units: number
  seconds: number
  times: Times
  /** Of the takes that are asked for by themselves, and of the answers. */
  parts: { takes: Times; answers: Times }
  /** Of the client itself. */
  processorMs: number
}

export type Outcome = { load: Load } | { error: string }
