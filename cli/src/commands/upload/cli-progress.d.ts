/** The part of cli-progress that is used here; the package brings no types. */
declare module 'cli-progress' {
  type Options = {
    stream?: NodeJS.WritableStream
    hideCursor?: boolean
    clearOnComplete?: boolean
    gracefulExit?: boolean
    fps?: number
    linewrap?: boolean
    barsize?: number
    format?: (options: Options, params: { progress: number; total: number; value: number }) => string
  }
  class SingleBar {
    constructor(options: Options, preset?: object)
    start(total: number, value: number): void
    update(value: number): void
    setTotal(total: number): void
    stop(): void
  }
  const progress: { SingleBar: typeof SingleBar; Presets: { shades_classic: object } }
  export default progress
}
