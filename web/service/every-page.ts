const maxPages = 50

/** All rows of a list that is short, but whose pages end by weight: few rows may be heavy ones. */
export async function everyPage<Row>(
  read: (page: { after?: string }) => Promise<{ data: Row[]; next?: string | undefined }>,
): Promise<{ data: Row[] }> {
  const data: Row[] = []
  let after: string | undefined
  for (let pages = 0; pages < maxPages; pages++) {
    const page = await read(after === undefined ? {} : { after })
    data.push(...page.data)
    after = page.next
    if (after === undefined) break
  }
  return { data }
}
