/** One sleep at a time, which can be ended early. */
export type Alarm = {
  sleep(ms: number): Promise<void>
  wake(): void
}

export function createAlarm(): Alarm {
  let ring = () => {}
  return {
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, ms)
        ring = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    wake: () => ring(),
  }
}
