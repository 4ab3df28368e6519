/** Whoever is told what happens: a logger of pino, or `console`. */
export interface Log {
  info(what: object | string, message?: string): void
  warn(what: object | string, message?: string): void
}

export const silent: Log = { info: () => {}, warn: () => {} }
