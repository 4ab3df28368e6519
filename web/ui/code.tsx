import styles from './code.module.css'
import { CopyIcon } from './copy.tsx'

/** A piece of code that is read and copied. It can be focused, so that the keyboard can scroll it. */
export function CodeBlock({ code, label, wrap = false }: { code: string; label: string; wrap?: boolean }) {
  return (
    <div className={styles.block}>
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      {/* biome-ignore-start lint/a11y/useSemanticElements: its lines must stay as they are, which only <pre> does */}
      <pre className={styles.code} data-wrap={wrap || undefined} tabIndex={0} role="region" aria-label={label}>
        {code}
      </pre>
      {/* biome-ignore-end lint/a11y/useSemanticElements: above */}
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: above */}
      <div className={styles.copy}>
        <CopyIcon value={code} label={label} />
      </div>
    </div>
  )
}
