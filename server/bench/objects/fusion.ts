import { spawnSync } from 'node:child_process'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import { picture } from '../../src/consolidation/objects/simulate-boxes.ts'

/**
 * Weighted box fusion (Solovyev, Wang and Gabruseva, 2021) as its authors wrote it: `ensemble-boxes` of PyPI, in an environment of
 * its own, whose Python `WBF_PYTHON` names. A box's score is the share of the answers that have it.
 */
const script = `
import json, sys
from ensemble_boxes import weighted_boxes_fusion
asked = json.load(sys.stdin)
done = []
for item in asked["items"]:
    if not any(item):
        done.append([])
        continue
    boxes, scores, labels = weighted_boxes_fusion(item, [[1.0] * len(one) for one in item], [[0] * len(one) for one in item], iou_thr=asked["iou"], skip_box_thr=0.0)
    done.append([[float(v) for v in box] + [float(score)] for box, score in zip(boxes, scores)])
json.dump(done, sys.stdout)
`

/** The fused boxes of each item with their scores; null where it is not installed. */
export function fuse(answers: Box[][][], iou: number): { box: Box; score: number }[][] | null {
  const python = process.env.WBF_PYTHON
  if (!python) return null
  const { width, height } = picture
  const items = answers.map((item) =>
    item.map((boxes) =>
      boxes.map((box) => [box.x / width, box.y / height, (box.x + box.width) / width, (box.y + box.height) / height]),
    ),
  )
  const run = spawnSync(python, ['-c', script], {
    input: JSON.stringify({ iou, items }),
    maxBuffer: 1e9,
    encoding: 'utf8',
  })
  if (run.status !== 0) throw new Error(run.stderr)
  return (JSON.parse(run.stdout) as number[][][]).map((item) =>
    item.map(([left, top, right, bottom, score]) => ({
      box: { x: left! * width, y: top! * height, width: (right! - left!) * width, height: (bottom! - top!) * height },
      score: score!,
    })),
  )
}
