let asked = 0

/**
 * A part of the page that is loaded when it is needed, and asked for again when it is needed again after a failure. Chromium
 * remembers of an address that it could not be loaded, so it is then asked for under another one: the function's own text is the only
 * place where the built page says which file it is.
 */
export function part<Module>(load: () => Promise<Module>): () => Promise<Module> {
  let loading: Promise<Module> | null = null
  return () => {
    loading ??= load()
      .catch((error) => {
        const file = /import\(["'`](.+?)["'`]/.exec(String(load))?.[1]
        if (!file) throw error
        return import(/* @vite-ignore */ `${file}?again=${++asked}`)
      })
      .catch((error) => {
        loading = null
        throw error
      })
    return loading
  }
}
