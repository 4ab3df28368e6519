import type { Bucket, BucketCheck, BucketObject } from '@whisker/api/buckets.ts'
import type { Page } from 'playwright-core'
import type { Site } from '../site.ts'

const at = '2026-11-30T10:00:00.000Z'
const pass = {
  started_at: at,
  finished_at: at,
  listed: 12_300,
  requests: 13,
  taken: 40,
  replaced: 2,
  removed: 3,
  failed: 2,
}
const bucket: Bucket = {
  ...{ project_id: 1, endpoint: 'https://s3.eu-central-1.amazonaws.com', region: 'eu-central-1', bucket: 'cameras' },
  ...{ prefix: 'forest/2026/', pattern: '**/left/*.jpg', field: 'image_with_animal', interval_minutes: 60 },
  ...{ credentials: 'sealed', status: 'following', is_at_work: true },
  trouble: {
    code: 'busy',
    detail: 'The store asks to be left alone for a while (too many requests). It is tried again by itself.',
  },
  objects: { waiting: 210, taken: 12_040, failed: 2, removed: 3, replaced: 2 },
  ...{ pass: { ...pass, finished_at: null }, last_pass: pass, next_pass_at: at, created_at: at, updated_at: at },
}
const object = { etag: 'x', size_bytes: 2_400_000, task_id: null, replaced_task_id: null, changed_at: at }
const objects: BucketObject[] = [
  {
    ...object,
    ...{ key: 'forest/2026/<img src=x onerror=alert(1)>.jpg', state: 'failed', code: 'unsupported_image' },
    detail: 'This is no picture. Whisker takes JPEG, PNG, WebP, GIF, AVIF and TIFF.',
  },
  {
    ...object,
    ...{ key: `forest/2026/${'long-'.repeat(30)}name.jpg`, state: 'failed', code: 'forbidden' },
    detail:
      'The credentials do not allow it. They need s3:ListBucket for the bucket and s3:GetObject for what is in it.',
  },
]
const check: BucketCheck = {
  objects: ['a', 'b'].map((name) => ({
    key: `forest/2026/${name}.jpg`,
    size_bytes: 2_400_000,
    etag: 'x',
    last_modified: at,
  })),
  ...{ fitting: 870, listed: 1000, more: true, readable: true, unreadable_reason: null },
}

/** A bucket that is being followed, as if there were a store. */
export async function followed(page: Page, site: Site): Promise<void> {
  await page.route(`${site.url}/projects/*/bucket`, (route) => route.fulfill({ json: bucket }))
  await page.route(`${site.url}/projects/*/bucket/objects?*`, (route) => route.fulfill({ json: { data: objects } }))
  await page.route(`${site.url}/projects/*/bucket/checks`, (route) => route.fulfill({ json: check }))
}

/** It is about to be changed, and was looked into. */
export async function lookIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Change' }).click()
  await page.getByRole('button', { name: 'Look into it' }).click()
  await page.getByText('would become tasks').waitFor()
}
