import { join } from 'node:path'
import type { Ports } from '../ports.ts'
import { nodeNumbers } from './patroni.ts'

/**
 * Three addresses: the primary, a replica, and the site. Patroni says of each node what it is; when one is no longer the primary
 * its connections are ended, or who holds one would go on writing to nobody.
 */
export function haproxySettings(ports: Ports, folder: string): string {
  const node = (n: 1 | 2 | 3, more = '') =>
    `  server pg${n} 127.0.0.1:${ports[`postgres${n}`]} check port ${ports[`api${n}`]}${more}`
  const server = (n: 1 | 2 | 3, more = '') => `  server whisker${n} 127.0.0.1:${ports[`server${n}`]}${more}`
  return `global
  maxconn 4000
  stats socket ${join(folder, 'haproxy.sock')} mode 600 level admin

defaults
  retries 3
  timeout connect 2s
  timeout check 2s

listen primary
  bind 127.0.0.1:${ports.primary}
  mode tcp
  timeout client 1h
  timeout server 1h
  option httpchk
  http-check send meth GET uri /primary
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${nodeNumbers.map((n) => node(n)).join('\n')}

listen replica
  bind 127.0.0.1:${ports.replica}
  mode tcp
  timeout client 1h
  timeout server 1h
  option httpchk
  http-check send meth GET uri /read-only
  http-check expect status 200
  default-server inter 1s fall 2 rise 1 on-marked-down shutdown-sessions
${node(3)}
${node(2, ' backup')}
${node(1, ' backup')}

frontend site
  bind 127.0.0.1:${ports.site}
  mode http
  timeout client 75s
  timeout http-request 10s
  timeout http-keep-alive 10s
  option forwardfor
  # Where no server is ready, one of them says why, in the service's own words.
  use_backend unready if { nbsrv(ready) eq 0 }
  default_backend ready

backend ready
  mode http
  balance leastconn
  timeout server 75s
  timeout queue 5s
  option redispatch 1
  # A connection that could not be made has done nothing: the next server gets the request.
  retry-on conn-failure
  option httpchk
  http-check send meth GET uri /readyz
  http-check expect status 200
  default-server inter 1s fall 2 rise 1
${nodeNumbers.map((n) => server(n, ' check')).join('\n')}

backend unready
  mode http
  balance roundrobin
  timeout server 75s
  option redispatch 1
  retry-on conn-failure
${nodeNumbers.map((n) => server(n)).join('\n')}
`
}
