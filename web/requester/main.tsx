import '../ui/base.css'
import '@mantine/core/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { sessionQuery } from '../account/session.ts'
import { createQueryClient } from '../service/queries.ts'
import { cssVariables, theme } from '../ui/theme.ts'
import { router } from './router.tsx'

// The server puts a fresh nonce into the page; Mantine's <style> elements carry it, and so do those of the library that
// keeps the page from scrolling behind a dialog, which looks for this name.
const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
Object.assign(globalThis, { __webpack_nonce__: nonce })

const schemes = localStorageColorSchemeManager({ key: 'whisker-scheme' })
const cache = createQueryClient(() => cache.setQueryData(sessionQuery.queryKey, null))

createRoot(document.getElementById('root')!).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    colorSchemeManager={schemes}
    defaultColorScheme="auto"
    getStyleNonce={() => nonce}
  >
    <QueryClientProvider client={cache}>
      <Notifications position="top-center" limit={3} />
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>,
)
