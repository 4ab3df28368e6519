/** What pino's loggers look like from here. */
export interface Log {
  info(what: object | string, message?: string): void
  warn(what: object | string, message?: string): void
}
