/** The files that are read, by their path in server/src. */
export type Sources = ReadonlyMap<string, string>
/** For each table that is a tenant's the columns one of which must be given: they say whose its rows are. */
export type Owners = ReadonlyMap<string, readonly string[]>

/** One statement as the database gets it, with fragments in their places and «expression» where a value goes. */
type Statement = { file: string; line: number; text: string }

type Template = { text: string; start: number; end: number; name: string | null }

/** Statements that do not say whose rows they mean, by file. */
export function unscoped(read: Sources, owners: Owners): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const statement of statementsOf(read)) {
    const tables = unscopedTables(statement, owners)
    if (tables.length === 0) continue
    const where = `line ${statement.line}: ${tables.join(', ')}`
    found.set(statement.file, [...(found.get(statement.file) ?? []), where])
  }
  return found
}

/** An id as somebody sent it: of a project, or one that carries the number of its project. */
const sent =
  /\b(?:project_id|workspace_id|webhook_id|id)\s*=\s*«(?:projectOf\(|(?:params|body|query)\.(?:project|webhook))/

/** Who asks, in the statement itself. */
const byWhom = /\b(?:workspace_id|worker_id|person_id)\s*=\s*«|\btoken\s*=\s*«/

/** A look-up by who asks that comes before: with this it is found, or there is a 404. */
const lookUp = /\b(?:require|find)\w*\([^)]*\b(?:workspaceId|personId|caller)\b/

/** Functions with a statement that takes an id as it was sent, and in which nothing says that it is one of the caller's. */
export function takenAsSent(read: Sources): string[] {
  const found = statementsOf(read)
    .filter(({ text }) => !byWhom.test(text))
    .flatMap(({ file, line, text }) => {
      const above = functionUpTo(read.get(file) as string, line)
      const derived = above.includes('const projectId = projectOf(') && /\bproject_id\s*=\s*«projectId»/.test(text)
      if ((!derived && !sent.test(text)) || lookUp.test(above)) return []
      return [`${file} ${/(?:function|route\(router,) (\w+)/.exec(above)?.[1]}`]
    })
  return [...new Set(found)].sort()
}

/** The source from the beginning of the handler or function around a line. */
function functionUpTo(source: string, line: number): string {
  const before = source.split('\n').slice(0, line).join('\n')
  const starts = [...before.matchAll(/\n {2}route\(|\n(?:export )?(?:async )?function /g)]
  // Without the parameters: what is asked for there is no look-up.
  return before.slice(starts.at(-1)?.index ?? 0).replace(/^(\n.*function \w+)\([\s\S]*?\)(?=: |\s*\{)/, '$1')
}

const handler = /\n {2}route\(router, (\w+), ([\s\S]*?)(?=\n {2}route\(|\n\}|\n {2}(?:async )?function|\n {2}const )/g
const usesSent = /\bparams\b|\bprojectId\b|\b(?:query|body)\.project_id/
/** What is only taken apart is judged where it is used. */
const takesApart = /= (projectOf\(params\.\w+\)|params)$/

/** Handlers that give an id on as it was sent before anything has asked whether it is one of the caller's. */
export function givenOn(read: Sources): { handlers: number; wrong: string[] } {
  const asks = askingFunctions(read)
  const wrong: string[] = []
  let handlers = 0
  for (const [file, source] of read)
    for (const [, name, body = ''] of source.matchAll(handler)) {
      handlers++
      const steps = body.replace(/^[\s\S]*?\) =>/, '').split(/\n {4}(?=\S)/)
      const first = steps.findIndex((step) => usesSent.test(step) && !takesApart.test(step))
      const until = steps.slice(0, first + 1).join('\n')
      if (
        first !== -1 &&
        !/_id = \$\{caller\.|: caller\.personId|\$\{may\w+\(sql, caller\.personId\)/.test(until) &&
        !callsOf(until).some((call) => asks.has(call))
      )
        wrong.push(`${file} ${name}`)
    }
  return { handlers, wrong }
}

/** What is called with something of the caller, or with the caller. */
function callsOf(text: string): string[] {
  return [...text.matchAll(/\b(\w+)\((?=[^;]*?\b(?:caller|workspaceId|personId|asker)\b)/g)].map(
    ([, name]) => name as string,
  )
}

const says =
  /\b(?:workspace_id|person_id|worker_id) = \$\{(?:caller\.|asker\.|hold\.|own\.)?(?:workspaceId|personId|workerId)\}/
const wholeFunction = /\n(?:export )?(?:async )?function (\w+)()([\s\S]*?)\n\}(?=\n)/g
const localFunction =
  /\n {2}(?:const (\w+) = (?=\(|async )|(?:async )?function (\w+))([\s\S]*?)(?=\n\n|\n\}|\n {2}(?:route|const|async function|function)\b)/g

/** Functions that look only at what is the caller's: by their SQL, or by what they call first. */
function askingFunctions(read: Sources): Set<string> {
  const bodies = [...read.values()].flatMap((source) =>
    [...source.matchAll(wholeFunction), ...source.matchAll(localFunction)].map(
      ([, one, other, body]) => [(one || other) as string, body as string] as const,
    ),
  )
  const asking = new Set<string>()
  for (let grew = true; grew; ) {
    grew = false
    for (const [name, body] of bodies) {
      if (asking.has(name)) continue
      const own = says.test(body) || body.includes('workerId: caller.personId')
      if (!own && !callsOf(body.replace(/^\([\s\S]*?\)(?=: | =>|\s*\{)/, '')).some((call) => asking.has(call))) continue
      asking.add(name)
      grew = true
    }
  }
  return asking
}

/**
 * The SQL of a source file. It is written as tagged templates, so a scanner that knows strings, comments and templates finds it;
 * pieces that are made elsewhere (`${taskTables(sql)}`, `const of = sql...`) are put where they are used, from all files.
 */
export function statementsOf(files: Sources): Statement[] {
  const all = [...files].map(([file, source]) => [file, source, templatesOf(source)] as const)
  const fragments: Fragments = new Map()
  for (const [file, source, templates] of all)
    for (const { name, text } of templates) {
      if (name === null) continue
      const where = new RegExp(`export (const|(async )?function) ${name}\\b`).test(source) ? '' : file
      fragments.set(`${where} ${name}`, `${fragments.get(`${where} ${name}`) ?? ''} ${text}`)
    }
  return all.flatMap(([file, source, templates]) =>
    templates
      .filter(({ text }) => isStatement(text))
      .map(({ text, start }) => ({
        file,
        line: source.slice(0, start).split('\n').length,
        text: withFragments(file, text, fragments, 6).replace(/--[^\n]*/g, ' '),
      })),
  )
}

const isStatement = (text: string) => /^\s*(--[^\n]*\s*)*(select|with|insert|update|delete|declare|lock)\b/i.test(text)

/** By the file in which alone they can be used (empty: exported) and their name. */
type Fragments = Map<string, string>

function withFragments(file: string, text: string, fragments: Fragments, depth: number): string {
  return text.replace(/«(\w+)\b([^«»]*)»/g, (whole, name: string) => {
    const fragment = fragments.get(`${file} ${name}`) ?? fragments.get(` ${name}`)
    return fragment === undefined || depth === 0 ? whole : ` ${withFragments(file, fragment, fragments, depth - 1)} `
  })
}

/** What stands before a piece of a statement that has a name: `const own = sql`, `const of = (sql: Sql) => sql`, `return sql`. */
const fragment =
  /(?:const\s+(\w+)\s*=\s*(?:\([^)]*\)[^=]*=>\s*)?|function\s+(\w+)\b[^`;]*\breturn\s+)(?:sql|tx)(?:<[^`]*>)?$/

/** The outermost SQL templates of a source; templates inside of them are a part of their text. */
function templatesOf(source: string): Template[] {
  const found: Template[] = []
  for (let at = 0; at < source.length; ) {
    const next = skipNeutral(source, at)
    if (next > at) {
      at = next
      continue
    }
    if (source[at] !== '`') {
      at++
      continue
    }
    const before = source.slice(Math.max(0, at - 400), at)
    const { text, end } = readTemplate(source, at)
    if (/\b(sql|tx|admin)(<[^`]*>)?$/.test(before)) {
      found.push({
        text,
        start: at,
        end,
        name:
          fragment
            .exec(before.split(/\n\n|\n}\n/).at(-1) ?? '')
            ?.slice(1)
            .find(Boolean) ?? null,
      })
    }
    at = end
  }
  return found
}

/** Past a comment, a quoted string or a regular expression; `at` itself where there is none. */
function skipNeutral(source: string, at: number): number {
  if (source.startsWith('//', at)) return endOf(source, '\n', at)
  if (source.startsWith('/*', at)) return endOf(source, '*/', at + 2)
  const quote = source[at]
  if (quote === "'" || quote === '"') {
    let end = at + 1
    while (end < source.length && source[end] !== quote && source[end] !== '\n') end += source[end] === '\\' ? 2 : 1
    return end + 1
  }
  if (quote === '/' && /[=(,:[!&|?{};\n]\s*$/.test(source.slice(Math.max(0, at - 20), at))) {
    const [regex] = /^\/(?:\\.|\[(?:\\.|[^\]\n])*\]|[^/\n\\[])+\/[a-z]*/.exec(source.slice(at, at + 500)) ?? ['']
    return at + regex.length
  }
  return at
}

function endOf(source: string, what: string, from: number): number {
  const at = source.indexOf(what, from)
  return at === -1 ? source.length : at + what.length
}

/** `at` is the backtick that opens it. An expression with SQL in it becomes that SQL, any other «itself». */
function readTemplate(source: string, at: number): { text: string; end: number } {
  let text = ''
  let end = at + 1
  while (end < source.length && source[end] !== '`') {
    if (source[end] === '\\') {
      text += source.slice(end, end + 2)
      end += 2
    } else if (source.startsWith('${', end)) {
      const inside = readExpression(source, end + 2)
      text += inside.text
      end = inside.end
    } else text += source[end++]
  }
  return { text, end: end + 1 }
}

function readExpression(source: string, from: number): { text: string; end: number } {
  let depth = 1
  let at = from
  const nested: string[] = []
  while (at < source.length) {
    const next = skipNeutral(source, at)
    if (next > at) {
      at = next
      continue
    }
    const sign = source[at]
    if (sign === '`') {
      const inner = readTemplate(source, at)
      if (/\b(sql|tx)(<[^`]*>)?$/.test(source.slice(Math.max(0, at - 100), at))) nested.push(inner.text)
      at = inner.end
      continue
    }
    if (sign === '{') depth++
    if (sign === '}' && --depth === 0) break
    at++
  }
  const expression = source.slice(from, at).replace(/\s+/g, ' ').replaceAll('«', '').replaceAll('»', '')
  return { text: nested.length > 0 ? ` ${nested.join(' ')} ` : `«${expression}»`, end: at + 1 }
}

/** A table named in a statement, and the columns one of which must be given: they say whose rows these are. */
type Reference = { table: string; alias: string; group: number; written: boolean }

const keywords = new Set(
  'as on using where set select from join left right inner cross full lateral order group limit for returning values union and or not with when then else end default do offset having window natural tablesample only'.split(
    ' ',
  ),
)

/**
 * The tenant-owned tables of a statement of which nothing says whose rows are meant: neither a value, nor a column of another
 * table of which something does. `owners`: for each such table the columns that say it.
 */
function unscopedTables({ text }: Statement, owners: Owners): string[] {
  const tokens = text.match(/«[^»]*»|'(?:[^']|'')*'|"[^"]+"|[a-z_][\w$]*|::|[<>=!]+|[^\s]/gi) ?? []
  const references: Reference[] = []
  const equal: { left: string; right: string; group: number }[] = []
  const groups = [0]
  let made = 0
  const parents = new Map<number, number>()
  const listing = new Map<number, boolean>()
  for (const [at, raw] of tokens.entries()) {
    const token = raw.toLowerCase()
    const group = groups.at(-1) as number
    if (token === '(') {
      parents.set(++made, group)
      groups.push(made)
    }
    if (token === ')') groups.pop()
    else if (['from', 'join', 'using', 'update', 'into'].includes(token)) listing.set(group, true)
    else if (keywords.has(token) && !['as', 'lateral', 'only', 'left', 'cross', 'inner', 'on', 'and'].includes(token))
      listing.set(group, false)
    const before = tokens[at - 1]?.toLowerCase() ?? ''
    const opens = ['from', 'join', 'using', 'update', 'into'].includes(before) || (before === ',' && listing.get(group))
    if (opens && owners.has(token) && tokens[at + 1] !== '.') {
      const next = tokens[at + 1]?.toLowerCase() === 'as' ? at + 2 : at + 1
      const alias = tokens[next]?.toLowerCase() ?? ''
      const named = /^[a-z_]\w*$/.test(alias) && !keywords.has(alias)
      references.push({ table: token, alias: named ? alias : token, group, written: before === 'into' })
    }
    if (token === '=' || token === 'in' || (token === 'any' && before === '=')) {
      const left = columnEndingAt(tokens, at - 1)
      const right = tokens[at + 1] ?? ''
      const isValue = right.startsWith('«') || right === '(' || right.toLowerCase() === 'any'
      equal.push({ left, right: isValue ? '«' : columnAt(tokens, at + 1), group })
    }
  }
  const known = new Set<Reference>(references.filter(({ written }) => written))
  /** A condition speaks of the tables beside it and around it, not of those of another part with the same short name. */
  const isSeen = (reference: Reference, group: number) => {
    for (let at: number | undefined = group; at !== undefined; at = parents.get(at))
      if (at === reference.group) return true
    return false
  }
  const byAlias = (alias: string, group: number) =>
    references.filter((reference) => reference.alias === alias && isSeen(reference, group))
  const says = (reference: Reference, column: string, group: number) => {
    const [alias, name] = column.includes('.') ? (column.split('.') as [string, string]) : [null, column]
    if (!owners.get(reference.table)?.includes(name)) return false
    return alias === null ? reference.group === group : alias === reference.alias && isSeen(reference, group)
  }
  const given = (side: string, group: number) => {
    if (side === '«') return true
    const [alias] = side.split('.') as [string]
    if (!side.includes('.')) return false
    const others = byAlias(alias, group)
    return others.length === 0 ? isBound(alias) : others.some((other) => known.has(other))
  }
  // Another name for what the statement itself has selected (a common table expression, a row of values).
  const isBound = (alias: string) => new RegExp(`\\b${alias}\\b`, 'i').test(text)
  for (let grew = true; grew; ) {
    grew = false
    for (const reference of references) {
      if (known.has(reference)) continue
      const scoped = equal.some(
        ({ left, right, group }) =>
          (says(reference, left, group) && given(right, group)) ||
          (says(reference, right, group) && given(left, group)),
      )
      if (!scoped) continue
      known.add(reference)
      grew = true
    }
  }
  return [...new Set(references.filter((reference) => !known.has(reference)).map(({ table }) => table))].sort()
}

function columnEndingAt(tokens: readonly string[], at: number): string {
  const name = (tokens[at] ?? '').toLowerCase()
  return tokens[at - 1] === '.' ? `${(tokens[at - 2] ?? '').toLowerCase()}.${name}` : name
}

function columnAt(tokens: readonly string[], at: number): string {
  const name = (tokens[at] ?? '').toLowerCase()
  return tokens[at + 1] === '.' ? `${name}.${(tokens[at + 2] ?? '').toLowerCase()}` : name
}
