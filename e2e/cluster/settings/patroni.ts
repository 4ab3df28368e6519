import { join } from 'node:path'
import type { Ports } from '../ports.ts'

/** Who is asked for what when a node starts: `2` may become primary at once, `3` is for exports and never does. */
export type NodeNumber = 1 | 2 | 3
export const nodeNumbers: NodeNumber[] = [1, 2, 3]

export const loginOf = (name: 'postgres' | 'replicator' | 'rewinder' | 'whisker') => ({
  username: name,
  password: `${name}-on-loopback`,
})

/** What `whisker doctor` asks of a PostgreSQL, and what a standby needs. */
const parameters = {
  shared_preload_libraries: 'pg_stat_statements',
  max_connections: 200,
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  checkpoint_completion_target: 0.9,
  random_page_cost: 1.1,
  jit: 'off',
  max_parallel_workers_per_gather: 0,
  autovacuum_naptime: '15s',
  autovacuum_vacuum_scale_factor: 0.05,
  autovacuum_analyze_scale_factor: 0.05,
  autovacuum_vacuum_insert_scale_factor: 0.1,
  client_connection_check_interval: '5s',
  // Else the primary's vacuum takes the rows of a long export away, and the replica ends it.
  hot_standby_feedback: 'on',
  wal_sender_timeout: '5s',
  wal_receiver_timeout: '5s',
}

/** Patroni reads YAML, of which JSON is a part. */
export function patroniSettings(node: NodeNumber, ports: Ports, folder: string, programs: string): string {
  const port = ports[`postgres${node}`]
  const api = `127.0.0.1:${ports[`api${node}`]}`
  return JSON.stringify(
    {
      scope: 'whisker',
      name: `pg${node}`,
      restapi: { listen: api, connect_address: api },
      etcd3: { host: `127.0.0.1:${ports.etcd}` },
      bootstrap: {
        dcs: {
          // The least that Patroni takes. A primary whose machine is gone is replaced when its lease of `ttl` has run out.
          ttl: 20,
          loop_wait: 2,
          retry_timeout: 3,
          // A primary that crashed is replaced at once; 300 s is what Patroni would give it to recover.
          primary_start_timeout: 0,
          // No write is acknowledged before a standby has it on its disk, and only such a one may become primary.
          synchronous_mode: true,
          postgresql: { use_pg_rewind: true, use_slots: true, parameters },
        },
        initdb: [{ encoding: 'UTF8' }, { locale: 'C.UTF-8' }, 'data-checksums'],
      },
      postgresql: {
        listen: `127.0.0.1:${port}`,
        connect_address: `127.0.0.1:${port}`,
        data_dir: join(folder, `pg${node}`, 'data'),
        bin_dir: programs,
        pgpass: join(folder, `pg${node}`, 'pgpass'),
        parameters: { unix_socket_directories: join(folder, `pg${node}`) },
        pg_hba: ['host all all 127.0.0.1/32 scram-sha-256', 'host replication all 127.0.0.1/32 scram-sha-256'],
        authentication: {
          superuser: loginOf('postgres'),
          replication: loginOf('replicator'),
          rewind: loginOf('rewinder'),
        },
      },
      tags: node === 3 ? { nofailover: true, nosync: true } : {},
    },
    null,
    2,
  )
}
