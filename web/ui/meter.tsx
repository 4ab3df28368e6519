import styles from './meter.module.css'

type Part = { name: string; count: number; tone: 'accent' | 'neutral' | 'warn' | 'danger' }

/** A bar whose parts are counts of one whole. The numbers stand beside it in words. */
export function Meter({ parts, label }: { parts: Part[]; label: string }) {
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  const words = parts.map((part) => `${part.name} ${part.count}`).join(', ')
  return (
    <div className={styles.meter} role="img" aria-label={`${label}: ${words}`}>
      {parts.map(
        (part) =>
          part.count > 0 && (
            <span
              key={part.name}
              className={styles.part}
              data-tone={part.tone}
              style={{ flexGrow: part.count / total }}
              title={`${part.name}: ${part.count}`}
            />
          ),
      )}
    </div>
  )
}
