/** Whoever is told what happens: a logger of pino, or `console`. Nothing that is said holds a password or a row. */
export interface Log {
  info(what: object | string, message?: string): void
  warn(what: object | string, message?: string): void
}

export const silent: Log = { info: () => {}, warn: () => {} }
