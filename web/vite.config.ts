import { join } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** In development every /app/work* address is the worker's page; in production the server does this. */
const workPage: Plugin = {
  name: 'whisker-work-page',
  configureServer(server) {
    server.middlewares.use((request, _response, next) => {
      if (/^\/app\/work(?=[/?#]|$)/.test(request.url ?? '')) request.url = '/app/work.html'
      next()
    })
  },
}

/**
 * Vite wraps each `import()` in a helper that loads the part's styles and what it shares with others beside it (0.9 KB). The worker's
 * page has one style sheet, and its parts need nothing that is not there (e2e/pages/worker-size.test.ts): it goes without.
 */
const bareImports: Plugin = {
  name: 'whisker-bare-imports',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => name === 'work',
  resolveId: (id) => (id === '\0vite/preload-helper.js' ? '\0whisker-bare-import' : null),
  load: (id) => (id === '\0whisker-bare-import' ? 'export const __vitePreload = (load) => load()' : null),
}

// Two pages, each built by itself: the dashboard (React) and the worker's page (Preact, each file says so with its
// `@jsxImportSource` comment, which the compiler honours by itself). Built together they would share files, and a worker would wait for
// two requests more. The React plugin only adds hot reloading, and must leave the worker's files alone.
export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  resolve: { alias: { hysnappy: join(import.meta.dirname, 'requester/import/snappy.ts') } },
  worker: { format: 'es' },
  plugins: [react({ exclude: [/\/worker\//, /\/node_modules\//] }), workPage, bareImports],
  // Scripts and styles name each other relatively, so that the app runs under any path; the server writes the path of the
  // service into the two pages.
  experimental: {
    renderBuiltUrl: (file, { hostType }) => (hostType === 'html' ? `/app/${file}` : { relative: true }),
  },
  build: {
    target: 'es2022',
    assetsDir: 'assets',
    // The policy is `script-src 'self'`: no inline script may be made. Nothing is inlined into CSS either.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  environments: {
    work: {
      consumer: 'client',
      build: {
        modulePreload: false,
        rolldownOptions: {
          input: { work: 'work.html' },
          // What two parts share is in the page already; in a file of its own it would be one request more before the first task.
          output: { codeSplitting: { groups: [{ name: 'work', tags: ['$initial'] }] } },
        },
      },
    },
    client: {
      build: { emptyOutDir: false, copyPublicDir: false, rolldownOptions: { input: { dashboard: 'index.html' } } },
    },
  },
  builder: {
    // The dashboard last: its index.html says that all is built (cli/bin/prepare.js).
    buildApp: async ({ environments: { work, client }, build }) => {
      for (const page of [work, client]) if (page) await build(page)
    },
  },
  // `npm run dev -w web` beside a running server: all that is not the web app is the API.
  server: { proxy: { '^/(?!app(/|$))': process.env.WHISKER_URL ?? 'http://127.0.0.1:4000' } },
})
