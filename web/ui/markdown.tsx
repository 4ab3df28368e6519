import { type ReactNode, useMemo } from 'react'
import { type Block, type Inline, readMarkdown } from '../worker/instructions/markdown.ts'
import styles from './markdown.module.css'

/** Markdown as workers read it: the worker page's own reader says what there is, and only elements are made of it. */
export function Markdown({ source }: { source: string }) {
  const blocks = useMemo(() => readMarkdown(source), [source])
  return <div className={styles.markdown}>{blocks.map(drawBlock)}</div>
}

// Keys are positions: the tree is read anew with every change of the text, and nothing in it has a state.
function drawBlock(block: Block, key: number): ReactNode {
  switch (block.kind) {
    case 'paragraph':
      return <p key={key}>{drawAll(block.text)}</p>
    case 'heading': {
      const Level = (['h3', 'h4', 'h5'] as const)[block.level - 1] ?? 'h5'
      return <Level key={key}>{drawAll(block.text)}</Level>
    }
    case 'code':
      return <pre key={key}>{block.text}</pre>
    case 'rule':
      return <hr key={key} />
    case 'quote':
      return <blockquote key={key}>{block.blocks.map(drawBlock)}</blockquote>
    case 'list': {
      const items = block.items.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <li key={i}>{item.map(drawBlock)}</li>
      ))
      return block.ordered ? (
        <ol key={key} start={block.start}>
          {items}
        </ol>
      ) : (
        <ul key={key}>{items}</ul>
      )
    }
  }
}

function drawAll(parts: Inline[]): ReactNode[] {
  return parts.map(drawInline)
}

function drawInline(part: Inline, key: number): ReactNode {
  switch (part.kind) {
    case 'text':
      return part.text
    case 'code':
      return <code key={key}>{part.text}</code>
    case 'strong':
      return <strong key={key}>{drawAll(part.text)}</strong>
    case 'emphasis':
      return <em key={key}>{drawAll(part.text)}</em>
    case 'strike':
      return <s key={key}>{drawAll(part.text)}</s>
    case 'break':
      return <br key={key} />
    case 'link':
      return (
        <a key={key} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
          {drawAll(part.text)}
        </a>
      )
  }
}
