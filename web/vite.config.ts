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

// Two pages in one build: the dashboard (React) and the worker's page (Preact, each file says so with its
// `@jsxImportSource` comment, which the compiler honours by itself). The React plugin only adds hot reloading, and
// must leave the worker's files alone.
export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  plugins: [react({ exclude: [/\/worker\//, /\/node_modules\//] }), workPage],
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
    rolldownOptions: { input: { dashboard: 'index.html', work: 'work.html' } },
  },
  // `npm run dev -w web` beside a running server: all that is not the web app is the API.
  server: { proxy: { '^/(?!app(/|$))': process.env.WHISKER_URL ?? 'http://127.0.0.1:4000' } },
})
