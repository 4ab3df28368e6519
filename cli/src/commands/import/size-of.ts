// Nearly all that is said of a picture stands in its beginning.
const headBytes = 1_000_000

/** How large a picture is when it stands upright; null: it cannot be read. */
export async function sizeOf(file: Blob): Promise<{ width: number; height: number } | null> {
  return (await sizeIn(file.slice(0, headBytes))) ?? (file.size > headBytes ? sizeIn(file) : null)
}

async function sizeIn(file: Blob): Promise<{ width: number; height: number } | null> {
  const { default: sharp } = await import('sharp')
  try {
    const { autoOrient } = await sharp(await file.arrayBuffer()).metadata()
    return { width: autoOrient.width, height: autoOrient.height }
  } catch {
    return null
  }
}
