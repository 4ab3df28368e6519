/** The files that are read, by their path in server/src. */
export type Sources = ReadonlyMap<string, string>
/** For each table that is a tenant's the columns one of which must be given: they say whose its rows are. */
export type Owners = ReadonlyMap<string, readonly string[]>

/** One statement as the database gets it, with fragments in their places and «expression» where a value goes. */
type Statement = { file: string; line: number; text: string }

type Template = { text: string; start: number; end: number; name: string | null }

/** Statements that do not say whose rows they mean, by file: their tables, with a plus between those that are tied to each other. */
export function unscoped(read: Sources, owners: Owners): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const statement of statementsOf(read)) {
    const tables = looseTables(statement, owners, byAnything)
    if (tables.length > 0) found.set(statement.file, [...(found.get(statement.file) ?? []), tables.join(', ')])
  }
  return found
}

/** An id as somebody sent it: of a project, or one that carries the number of its project. */
const sent =
  /\b(?:project_id|workspace_id|webhook_id|id)\s*=\s*«(?:projectOf\(|(?:params|body|query)\.(?:project|webhook))/

/** A look-up by who asks that comes before: with this it is found, or there is a 404. */
const lookUp = /\b(?:require|find)\w*\([^)]*\b(?:workspaceId|personId|caller)\b/

/** A function that is told who asks, and of what: nobody has looked yet whether the one has to do with the other. */
const isToldBoth = (above: string) =>
  /\b(?:workspaceId|caller|asker)\b/.test(parametersOf(above)) && /\b(?:project|webhook)Id\b/.test(parametersOf(above))

/** A project that is written as it was sent: the statement must look it up itself. */
const written = /«(?:\w+\.)?project_?[iI]d»/
const lookedUpBy = /\b(?:project_)?id\s*=\s*«(?:\w+\.)?project_?[iI]d»/

/**
 * Functions with a statement that takes an id as it was sent, and reads or writes by it what nothing ties to who asks: neither
 * the statement itself nor a look-up that comes before.
 */
export function takenAsSent(read: Sources, owners: Owners): string[] {
  const found = statementsOf(read).flatMap((statement) => {
    const { file, line, text } = statement
    const whole = functionUpTo(read.get(file) as string, line)
    const above = withoutParameters(whole)
    if (lookUp.test(above) || (says.test(above) && above.includes('throw notFound('))) return []
    const derived = /const projectId = (?:projectOf\(|.*\bproject_id\b)/.test(above) || isToldBoth(whole)
    const reads =
      sent.test(text) || (derived && /\b(?:project_id|webhook_id|id)\s*=\s*«(?:project|webhook)Id»/.test(text))
    const writes =
      /\binsert into\b/.test(text) && written.test(text) && (derived || /«(?:\w+\.)?project_id»/.test(text))
    const loose = reads ? looseTables(statement, owners, byWhoAsks) : []
    if (writes && !lookedUpBy.test(text)) loose.push('what is written')
    return loose.length === 0
      ? []
      : [`${file} ${/(?:function|route\(router,) (\w+)/.exec(above)?.[1]}: ${loose.join(', ')}`]
  })
  return [...new Set(found)].sort()
}

/** The source from the beginning of the handler or function around a line. */
function functionUpTo(source: string, line: number): string {
  const before = source.split('\n').slice(0, line).join('\n')
  const starts = [...before.matchAll(/\n {2}route\(|\n(?: {2}|export )?(?:async )?function /g)]
  return before.slice(starts.at(-1)?.index ?? 0)
}

const parameters = /^(\n.*function \w+(?:<[^(]*>)?)\(([\s\S]*?)\)(?=: |\s*\{)/
const parametersOf = (whole: string) => parameters.exec(whole)?.[2] ?? ''
/** What is asked for in the parameters is no look-up. */
const withoutParameters = (whole: string) => whole.replace(parameters, '$1')

const handler = /\n {2}route\(router, (\w+), ([\s\S]*?)(?=\n {2}route\(|\n\}|\n {2}(?:async )?function|\n {2}const )/g
const idSent = /\bparams\b|\b(?:project|webhook)Id\b|(?:(?<![.\w])|\b(?:query|body)\.)project_id\b(?! =|:)/
/** What is only taken apart is judged where it is used. */
const takesApart = /= (projectOf\(params\.\w+\)|params|body|query)$/

/** Handlers that give an id on as it was sent before anything has asked whether it is one of the caller's. */
export function givenOn(read: Sources): { handlers: number; wrong: string[] } {
  const asks = askingFunctions(read)
  const wrong: string[] = []
  let handlers = 0
  for (const [file, source] of read)
    for (const [, name, body = ''] of source.matchAll(handler)) {
      handlers++
      const steps = body.replace(/^[\s\S]*?\) =>/, '').split(/\n {4}(?=\S)/)
      const first = steps.find((step) => idSent.test(step) && !takesApart.test(step))
      if (
        first !== undefined &&
        !/_id = \$\{caller\.|: caller\.personId|\$\{may\w+\(sql, caller\.personId\)/.test(first) &&
        !asksFirst(file, first, asks)
      )
        wrong.push(`${file} ${name}`)
    }
  return { handlers, wrong }
}

/** Whether the first call that is given an id is given who asks, too, in any case, and looks whether they have to do with each other. */
function asksFirst(file: string, text: string, asks: Asking): boolean {
  for (const { name, given, isConditional } of callsOf(text)) {
    if (!isAbout.test(given)) continue
    if (!isConditional && (asks.get(`${file} ${name}`) ?? asks.get(name)) && whoAsks.test(given)) return true
    if (/\b(?:sql|tx|server)\b/.test(given)) return false
  }
  return false
}

/** What a call is about, and for whom. A hold names both: the worker, and what they hold. */
const isAbout = /\b(?!workspaceId|personId|workerId)\w*Id\b|_id\b|\b(?:id|params|hold|own|wish)\b/
const whoAsks = /\b(?:caller|asker|workspaceId|personId|workerId|hold|own|wish)\b/

/** Each call with its own arguments: without the functions among them, which are calls of their own. */
function callsOf(text: string): { name: string; given: string; isConditional: boolean }[] {
  return [...text.matchAll(/\b(\w+)\(/g)].map(({ 0: call, 1: name = '', index }) => {
    let depth = 1
    let end = index + call.length
    for (; end < text.length && depth > 0; end++)
      depth += '([{'.includes(text[end] as string) ? 1 : ')]}'.includes(text[end] as string) ? -1 : 0
    let given = text
      .slice(index + call.length, end - 1)
      .replace(/=>[\s\S]*/, '')
      .replace(/`[^`]*`/g, '')
    for (let before = ''; before !== given; given = given.replace(/\((?:[^()]+)\)/g, '()')) before = given
    return { name, given, isConditional: /(?:\?(?:[^?:]*:)?|&&|\|\|)\s*(?:await )?$/.test(text.slice(0, index)) }
  })
}

const says =
  /\b(?:workspace_id|person_id|worker_id) = (?:\$\{|«)(?:caller\.|asker\.|hold\.|own\.)?(?:workspaceId|personId|workerId)(?:\}|»)/
const wholeFunction = /\n(?:export )?(?:async )?function (\w+)()([\s\S]*?)\n\}(?=\n)/g
const localFunction =
  /\n {2}(?:const (\w+) = (?=\(|async )|(?:async )?function (\w+))([\s\S]*?)(?=\n\n|\n\}|\n {2}(?:route|const|async function|function)\b)/g

/** By name, those of a file with the file: whether a function looks only at what is the caller's. */
type Asking = ReadonlyMap<string, boolean>

/** Functions look only at what is the caller's by their first statement, or by what they call before that. */
function askingFunctions(read: Sources): Asking {
  const statements = new Map(statementsOf(read).map(({ file, line, text }) => [`${file}:${line}`, text]))
  const bodies = [...read].flatMap(([file, source]) =>
    [...source.matchAll(wholeFunction), ...source.matchAll(localFunction)].map(
      ({ 0: whole, 1: one, 2: other, 3: withHead = '', index }) => {
        const name = (one || other) as string
        const body = withoutHead(withHead)
        const start = index + whole.lastIndexOf(withHead) + withHead.length - body.length
        const lineOf = (at: number) => source.slice(0, start + at).split('\n').length
        return {
          ...{ file, name: /^\nexport /.test(whole) ? name : `${file} ${name}` },
          ...untilFirstRows(body, (at) => statements.get(`${file}:${lineOf(at)}`)),
          isSelf: body.includes('workerId: caller.personId'),
        }
      },
    ),
  )
  const asking = new Map(bodies.map(({ name }) => [name, false]))
  for (let grew = true; grew; ) {
    grew = false
    for (const { file, name, before, text, isSelf } of bodies) {
      if (asking.get(name)) continue
      if (!isSelf && !says.test(before + text) && !asksFirst(file, before, asking)) continue
      asking.set(name, true)
      grew = true
    }
  }
  return asking
}

/** A function up to its first statement that reads or writes rows, with the pieces that it is made of, and that statement. */
function untilFirstRows(body: string, statementAt: (at: number) => string | undefined) {
  for (const { index } of body.matchAll(/[\w>]`\s*(?:--.*\s+)?(?:select|with|insert|update|delete)\b/g)) {
    const text = statementAt(index + 1) ?? ''
    if (/\b(?:from|into|update)\b/.test(text)) return { before: body.slice(0, index), text }
  }
  return { before: body, text: '' }
}

const withoutHead = (body: string) => body.replace(/^\([\s\S]*?\)(?=: | =>|\s*\{)/, '')

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
      // A piece without a name is put nowhere, so it is read for itself.
      .filter(({ text, name }) => isStatement(text) || (name === null && isOfTables.test(text)))
      .map(({ text, start }) => ({
        file,
        line: source.slice(0, start).split('\n').length,
        text: withFragments(file, text, fragments, 6).replace(/--[^\n]*/g, ' '),
      })),
  )
}

const isOfTables = /\b(?:from|join|update|into)\s+[a-z_]+\b/

const isStatement = (text: string) => /^\s*(--[^\n]*\s*)*(select|with|insert|update|delete|declare|lock)\b/i.test(text)

/** By the file in which alone they can be used (empty: exported) and their name. */
type Fragments = Map<string, string>

function withFragments(file: string, text: string, fragments: Fragments, depth: number): string {
  return text.replace(/«([^«»]*)»/g, (whole, expression: string) => {
    const used = [...expression.matchAll(/(?<![.\w])([a-z]\w*)\b(?![.\w])/gi)].flatMap(([, name]) => {
      const fragment = fragments.get(`${file} ${name}`) ?? fragments.get(` ${name}`)
      return fragment === undefined || depth === 0 ? [] : [withFragments(file, fragment, fragments, depth - 1)]
    })
    return used.length === 0 ? whole : ` ${used.join(' ')} `
  })
}

/** A template is SQL whatever the connection is called that it is sent by. */
const tag = /[\w$](<[^`]*>)?(?<!\braw)$/

/** What stands before a piece of a statement that has a name: `const own = sql`, `const of = (sql: Sql) => sql`, `return sql`. */
const fragment =
  /(?:const\s+(\w+)\s*=\s*(?:\([^)]*\)[^=]*=>\s*)?|function\s+(\w+)\b[^`;]*\breturn\s+)(?:sql|tx|connection)(?:<[^`]*>)?$/

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
    if (tag.test(before)) {
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
      if (tag.test(source.slice(Math.max(0, at - 100), at))) nested.push(inner.text)
      at = inner.end
      continue
    }
    if (sign === '{') depth++
    if (sign === '}' && --depth === 0) break
    at++
  }
  const expression = source.slice(from, at).replace(/\s+/g, ' ').replaceAll('«', '').replaceAll('»', '')
  // A call with SQL among what it is given may be a piece itself.
  const call = /^\s*(\w+)\(/.exec(expression)?.[1]
  const text =
    nested.length === 0 ? `«${expression}»` : ` ${call === undefined ? '' : `«${call}»`} ${nested.join(' ')} `
  return { text, end: at + 1 }
}

/** A table named in a statement, and the columns one of which must be given: they say whose rows these are. */
type Reference = { table: string; alias: string; group: number; written: boolean }

const keywords = new Set(
  'as on using where set select from join left right inner cross full lateral order group limit for returning values union and or not with when then else end default do offset having window natural tablesample only'.split(
    ' ',
  ),
)

/** What ties a table: by which of its columns, and which values. */
type Tie = { isColumn(name: string, ofOwner: readonly string[]): boolean; isValue(value: string): boolean }

const byAnything: Tie = { isColumn: (name, ofOwner) => ofOwner.includes(name), isValue: () => true }
/** Any id may lead from one table to the next, but it must begin with who asks. */
const byWhoAsks: Tie = {
  isColumn: (name) => /(?:^|_)id$|^token(?:_hash)?$|^sha256$/.test(name),
  isValue: (value) => value === '(' || /\b(?:workspaceId|personId|workerId|caller|asker|token)\b/.test(value),
}

/**
 * The tenant-owned tables of a statement which nothing ties to a value, neither itself nor by a column of another table which
 * something does. Those that are tied to each other are told as one, `projects+tasks`. `owners`: for each table the columns that
 * say whose its rows are.
 */
function looseTables({ text }: Statement, owners: Owners, tie: Tie): string[] {
  const tokens = text.match(/«[^»]*»|'(?:[^']|'')*'|"[^"]+"|[a-z_][\w$]*|::|[<>=!]+|[^\s]/gi) ?? []
  const references: Reference[] = []
  const equal: { left: string; right: string; group: number }[] = []
  // All of it; the statement itself, which may be a union; and what stands in brackets.
  const groups = [0, 1]
  let made = 1
  const parents = new Map<number, number>([[1, 0]])
  const listing = new Map<number, boolean>()
  for (const [at, raw] of tokens.entries()) {
    const token = raw.toLowerCase()
    const group = groups.at(-1) as number
    if (token === '(') {
      parents.set(++made, group)
      groups.push(made)
    }
    if (token === ')') groups.pop()
    // Each part of a union has its own conditions.
    else if (['union', 'except', 'intersect'].includes(token)) {
      groups.pop()
      parents.set(++made, parents.get(group) as number)
      groups.push(made)
    } else if (['from', 'join', 'using', 'update', 'into'].includes(token)) listing.set(group, true)
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
      // An array that is selected is a query like any other in brackets.
      const isQuery = /^any\(array\($/i.test(tokens.slice(at + 1, at + 5).join(''))
      const right = isQuery ? '(' : (tokens[at + 1] ?? '')
      const isValue = right.startsWith('«') || right === '(' || right.toLowerCase() === 'any'
      // `= any(array(select ...))` is what `in (select ...)` is.
      const isList =
        tokens
          .slice(at + 1, at + 5)
          .join(' ')
          .toLowerCase() === 'any ( array ('
      equal.push({ left, right: isList ? '(' : isValue ? right : columnAt(tokens, at + 1), group })
    }
  }
  const known = new Set<Reference>(references.filter(({ written }) => written))
  /** A condition speaks of the tables beside it, or else of those around it: not of those of another part with the same short name. */
  const byAlias = (alias: string, group: number): Reference[] => {
    for (let at: number | undefined = group; at !== undefined; at = parents.get(at)) {
      const beside = references.filter((reference) => reference.alias === alias && reference.group === at)
      if (beside.length > 0) return beside
    }
    return []
  }
  const says = (reference: Reference, column: string, group: number) => {
    const [alias, name] = column.includes('.') ? (column.split('.') as [string, string]) : [null, column]
    if (!tie.isColumn(name, owners.get(reference.table) ?? [])) return false
    return alias === null ? reference.group === group : byAlias(alias, group).includes(reference)
  }
  const given = (side: string, group: number) => {
    if (/^(?:«|\(|any$)/i.test(side)) return tie.isValue(side)
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
  return together(
    references.filter((reference) => !known.has(reference) && owners.get(reference.table)?.length !== 0),
    (one, other) =>
      equal.some(({ left, right, group }) =>
        [[left, right] as const, [right, left] as const].some(
          ([mine, side]) =>
            says(one, mine, group) &&
            side.includes('.') &&
            byAlias(side.split('.')[0] as string, group).includes(other),
        ),
      ),
  )
}

/** The names of tables, those that are tied to each other with a plus between them. */
function together(loose: readonly Reference[], isTied: (one: Reference, other: Reference) => boolean): string[] {
  const left = new Set(loose)
  const found: string[] = []
  for (const first of loose) {
    if (!left.delete(first)) continue
    const tied = [first]
    for (const one of tied)
      for (const other of [...left])
        if (isTied(one, other) || isTied(other, one)) {
          left.delete(other)
          tied.push(other)
        }
    found.push([...new Set(tied.map(({ table }) => table))].sort().join('+'))
  }
  return found.sort()
}

function columnEndingAt(tokens: readonly string[], at: number): string {
  const name = (tokens[at] ?? '').toLowerCase()
  return tokens[at - 1] === '.' ? `${(tokens[at - 2] ?? '').toLowerCase()}.${name}` : name
}

function columnAt(tokens: readonly string[], at: number): string {
  const name = (tokens[at] ?? '').toLowerCase()
  return tokens[at + 1] === '.' ? `${name}.${(tokens[at + 2] ?? '').toLowerCase()}` : name
}
