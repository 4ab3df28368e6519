// `npm run python-shapes`: makes the files of the Python package that follow from the API.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { pythonFiles } from './shapes.ts'

for (const [path, text] of Object.entries(pythonFiles()))
  writeFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), text)
