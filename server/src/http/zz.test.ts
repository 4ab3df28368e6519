import { test } from 'vitest'
import { ask, dial, speak } from '../testing/ask.ts'
import { startTestServer } from '../testing/server.ts'
test('x', async () => {
  for (const what of ['nothing', 'keepalive raw', 'fresh raw', 'fetch', 'half header', '408ed', 'half body']) {
    const s = await startTestServer()
    const sock = []
    if (what === 'keepalive raw') { const c = await dial(s.url); c.on('error',()=>{}); c.write('GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'); await new Promise(r=>c.once('data', r)); sock.push(c) }
    if (what === 'fresh raw') { const c = await dial(s.url); c.on('error',()=>{}); sock.push(c) }
    if (what === 'fetch') await ask(`${s.url}/healthz`)
    if (what === 'half header') { const c = await dial(s.url); c.on('error',()=>{}); c.write('GET /healthz HTTP/1.1\r\nhost'); sock.push(c) }
    if (what === 'half body') { const c = await dial(s.url); c.on('error',()=>{}); c.write(`POST /tasks HTTP/1.1\r\nhost: x\r\nauthorization: ${s.key}\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{`); sock.push(c); setTimeout(()=>c.destroy(), 3000) }
    if (what === '408ed') { await speak(s.url, ['GARBAGE\r\n\r\n']) }
    const t = performance.now()
    await s.close()
    console.log('RES', what, (performance.now()-t).toFixed())
    for (const c of sock) c.destroy()
  }
}, 200000)
