import { besideService, CannotRun, endWith, expectSchema } from './beside.ts'
import { readConfig } from './config.ts'
import type { Sql } from './database/connect.ts'
import { forgetPerson } from './deletions/forget-person.ts'
import { personData } from './deletions/person-data.ts'
import { uuid } from './http/cursor.ts'
import { ApiProblem } from './problem.ts'

/** `whisker people export|delete <e-mail or id>`: for the operator, when somebody asks who cannot sign in. */
async function main([act, named = '']: string[]): Promise<void> {
  const config = readConfig(process.env)
  await besideService(config, 'whisker people', async ({ sql }) => {
    await expectSchema(sql)
    const personId = await find(sql, named)
    if (act === 'export') {
      for await (const piece of personData(sql, personId)) process.stdout.write(piece)
      return
    }
    try {
      await forgetPerson(sql, personId)
    } catch (error) {
      if (error instanceof ApiProblem) throw new CannotRun(error.message)
      throw error
    }
    process.stdout.write(
      'Deleted. The answers stay; whatever else the person wrote is removed within minutes while the service runs.\n',
    )
  })
}

async function find(sql: Sql, named: string): Promise<string> {
  const isId = uuid.test(named)
  const [person] = await sql<{ id: string }[]>`
    select id from people
    where deleted_at is null and ${isId ? sql`id = ${named}` : sql`email = ${named.trim().toLowerCase()}`}`
  if (!person) throw new CannotRun(`There is nobody here with the ${isId ? 'id' : 'e-mail address'} ${named}.`)
  return person.id
}

main(process.argv.slice(2)).catch(endWith)
