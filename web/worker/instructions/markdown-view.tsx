/** @jsxImportSource preact */
import { Fragment } from 'preact'
import { type Block, type Inline, readMarkdown } from './markdown.ts'

/** Instructions as elements. There is no HTML in between that could carry a script. */
export function Markdown({ source }: { source: string }) {
  return <>{readMarkdown(source).map(drawBlock)}</>
}

function drawBlock(block: Block, key: number) {
  switch (block.kind) {
    case 'heading': {
      // The page has its own h1.
      const Heading = `h${block.level + 1}` as 'h2'
      return <Heading key={key}>{block.text.map(drawInline)}</Heading>
    }
    case 'paragraph':
      return <p key={key}>{block.text.map(drawInline)}</p>
    case 'quote':
      return <blockquote key={key}>{block.blocks.map(drawBlock)}</blockquote>
    case 'code':
      return (
        <pre key={key}>
          <code>{block.text}</code>
        </pre>
      )
    case 'rule':
      return <hr key={key} />
    case 'list':
      return block.ordered ? (
        <ol key={key} start={block.start}>
          {block.items.map(drawItem)}
        </ol>
      ) : (
        <ul key={key}>{block.items.map(drawItem)}</ul>
      )
  }
}

/** A point of one paragraph is drawn without it: a tight list. */
function drawItem(blocks: Block[], key: number) {
  const [first] = blocks
  const tight = first?.kind === 'paragraph' && blocks.filter(({ kind }) => kind === 'paragraph').length === 1
  if (!tight) return <li key={key}>{blocks.map(drawBlock)}</li>
  return (
    <li key={key}>
      {first.text.map(drawInline)}
      {blocks.slice(1).map(drawBlock)}
    </li>
  )
}

function drawInline(part: Inline, key: number) {
  switch (part.kind) {
    case 'text':
      return <Fragment key={key}>{part.text}</Fragment>
    case 'break':
      return <br key={key} />
    case 'code':
      return <code key={key}>{part.text}</code>
    case 'strong':
      return <strong key={key}>{part.text.map(drawInline)}</strong>
    case 'emphasis':
      return <em key={key}>{part.text.map(drawInline)}</em>
    case 'strike':
      return <s key={key}>{part.text.map(drawInline)}</s>
    case 'link':
      return (
        <a key={key} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {part.text.map(drawInline)}
        </a>
      )
  }
}
