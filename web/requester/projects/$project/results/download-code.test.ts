import { expect, test } from 'vitest'
import { downloadCode, fileOf, pathOf } from './download-code.ts'

const address = 'http://127.0.0.1:4000/whisker'
const codeOf = (wanted: object) =>
  downloadCode({ address, projectId: 7, format: 'coco', ...wanted } as never)
    .map(({ code }) => code)
    .join('\n')

test('a data set is asked for in each language as what it is', () => {
  const code = codeOf({ format: 'yolo' })
  expect(code).toContain(`"${address}/projects/7/export?format=yolo"`)
  expect(code).toContain('npx whisker export 7 --format yolo --out project-7-results-yolo.zip')
  expect(code).toContain('project.export("project-7-results-yolo.zip", "yolo")')
})

test('a table', () => {
  const code = codeOf({ format: 'csv' })
  expect(code).toContain(`"${address}/projects/7/results?format=csv"`)
  expect(code).toContain('npx whisker results 7 --format csv --out project-7-results.csv')
  expect(code).toContain('project.results().to_pandas()')
})

test('a release is named in each', () => {
  for (const format of ['csv', 'coco']) {
    const code = codeOf({ format, release: 3 })
    expect(code).toContain(`/projects/7/export?format=${format}&release=3"`)
    expect(code).toContain('--release 3 --out project-7-release-3')
    expect(code).toContain('release=3')
  }
})

test('names and addresses of the menu', () => {
  expect(fileOf({ projectId: 7, format: 'jsonl', release: 2 })).toBe('project-7-release-2.jsonl')
  expect(pathOf({ projectId: 7, format: 'jsonl' })).toBe('/projects/7/results?format=jsonl')
})
