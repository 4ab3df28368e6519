import type { Sql } from '../database/connect.ts'
import { recordAssets, type TakenAsset } from './intake.ts'

type Waiting = { asset: TakenAsset; resolve: (isNew: boolean) => void; reject: (error: unknown) => void }

/**
 * Writes rows of uploaded pictures together: those that arrive while a statement is under way go with the next one. An
 * upload of eight at a time then costs one commit for eight pictures instead of eight. Each upload is answered only
 * after its row is committed.
 */
export class AssetRows {
  private readonly sql: Sql
  private readonly waiting = new Map<number, Waiting[]>()
  private readonly writing = new Set<number>()

  constructor(sql: Sql) {
    this.sql = sql
  }

  /** @returns whether the workspace did not have this picture before. */
  add(workspaceId: number, asset: TakenAsset): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const queue = this.waiting.get(workspaceId) ?? []
      this.waiting.set(workspaceId, queue)
      queue.push({ asset, resolve, reject })
      if (!this.writing.has(workspaceId)) void this.write(workspaceId)
    })
  }

  private async write(workspaceId: number): Promise<void> {
    this.writing.add(workspaceId)
    for (let batch = this.take(workspaceId); batch; batch = this.take(workspaceId)) {
      try {
        const written = await recordAssets(
          this.sql,
          workspaceId,
          batch.map(({ asset }) => asset),
        )
        for (const { asset, resolve } of batch) resolve(written.delete(asset.sha256))
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
    }
    this.writing.delete(workspaceId)
  }

  private take(workspaceId: number): Waiting[] | undefined {
    const batch = this.waiting.get(workspaceId)
    this.waiting.delete(workspaceId)
    return batch
  }
}
