type Schema = {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  description?: string
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: Schema | boolean
}

/** `rate_limited` as `RateLimited`. */
export function className(name: string): string {
  return name.replace(/(?:^|[_\W])(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** Classes of Pydantic, one for each schema and one for each object within. */
export function shapeClasses(schemas: Record<string, object>): string {
  const classes: string[] = []
  for (const [name, schema] of Object.entries(schemas)) {
    const type = typeOf(schema as Schema, name, classes)
    if (type !== name) classes.push(`${name} = ${type}\n`)
  }
  // Aliases are read at once, so they come when all classes are there; what refers to them is text until then.
  const isAlias = (text: string) => !text.startsWith('class ')
  refuseDoubles(classes.map((text) => (isAlias(text) ? named(text) : text.slice(6, text.indexOf('(')))))
  const aliases = inOrder(classes.filter(isAlias))
  return `\n${[...classes.filter((text) => !isAlias(text)), ...aliases].join('\n\n')}`
}

function named(alias: string): string {
  return alias.slice(0, alias.indexOf(' ='))
}

/** Of two shapes of one name Python would quietly keep the later one. */
function refuseDoubles(names: string[]): void {
  const doubles = names.filter((name, at) => names.indexOf(name) < at)
  if (doubles.length > 0) throw new Error(`Two shapes have the same name: ${doubles.join(', ')}`)
}

/** An alias that is made of another one stands below it. */
function inOrder(aliases: string[]): string[] {
  const placed: string[] = []
  const waits = (alias: string, others: string[]) =>
    others.some((other) => other !== alias && new RegExp(`\\b${named(other)}\\b`).test(alias.slice(alias.indexOf('='))))
  for (let rest = aliases; rest.length > 0; rest = rest.filter((alias) => !placed.includes(alias))) {
    const ready = rest.filter((alias) => !waits(alias, rest))
    if (ready.length === 0) throw new Error(`These refer to each other: ${rest.map(named).join(', ')}`)
    placed.push(...ready)
  }
  return placed
}

function typeOf(schema: Schema, name: string, classes: string[]): string {
  if (schema.$ref) return schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) {
    const types = choices.map((choice, at) => typeOf(choice, nameOfChoice(name, choice, at), classes))
    return union(types)
  }
  if (schema.const !== undefined) return `Literal[${JSON.stringify(schema.const)}]`
  // Another value of a newer service is no fault.
  if (schema.enum) return union([`Literal[${schema.enum.map((value) => JSON.stringify(value)).join(', ')}]`, 'str'])
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOf({ ...schema, type }, name, classes)))
  switch (schema.type) {
    case 'string':
      return schema.format === 'date-time' ? 'datetime' : 'str'
    case 'integer':
      return 'int'
    case 'number':
      return 'float'
    case 'boolean':
      return 'bool'
    case 'null':
      return 'None'
    case 'array':
      return `list[${schema.items ? typeOf(schema.items, `${name}Row`, classes) : 'Any'}]`
    case 'object':
      return objectType(schema, name, classes)
    default:
      return 'Any'
  }
}

function objectType(schema: Schema, name: string, classes: string[]): string {
  const { properties, additionalProperties, required = [], description } = schema
  if (!properties) {
    const values = typeof additionalProperties === 'object' ? additionalProperties : {}
    return `dict[str, ${typeOf(values, `${name}Value`, classes)}]`
  }
  const lines = Object.entries(properties).map(([key, property]) => {
    const type = typeOf(property, name + className(key), classes)
    const field = keywords.has(key) ? `${key}_` : key
    const isOptional = !required.includes(key)
    const told = [
      ...(isOptional ? ['default=None'] : []),
      ...(field === key ? [] : [`alias=${JSON.stringify(key)}`]),
      ...(property.description ? [`description=${JSON.stringify(property.description)}`] : []),
    ]
    return `    ${field}: ${isOptional ? union([type, 'None']) : type}${told.length > 0 ? ` = Field(${told.join(', ')})` : ''}\n`
  })
  const doc = description ? `    """${description.replaceAll('\\', '\\\\').replaceAll('"""', "'''")}"""\n\n` : ''
  classes.push(`class ${name}(Shape):\n${doc}${lines.join('') || '    pass\n'}`)
  return name
}

/** A choice is called after what tells it from the others: its `type`, say. `As` keeps it apart from a schema's own name. */
function nameOfChoice(name: string, { properties = {} }: Schema, at: number): string {
  const told = Object.values(properties).find((property) => typeof property.const === 'string')
  return told ? `${name}As${className(String(told.const))}` : `${name}Case${at === 0 ? '' : at + 1}`
}

function union(types: string[]): string {
  const all = [...new Set(types)]
  return all.length === 1 ? (all[0] as string) : all.includes('Any') ? 'Any' : `Union[${all.join(', ')}]`
}

const keywords = new Set(['from', 'class', 'in', 'is', 'not', 'or', 'and', 'global', 'pass', 'import', 'def', 'async'])
