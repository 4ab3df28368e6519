import { Link } from '@tanstack/react-router'
import { Icon, type IconName } from '../../../ui/icons.tsx'
import styles from './template-cards.module.css'
import { templates } from './templates.ts'

export function TemplateCards() {
  return (
    <ul className={styles.cards}>
      {templates.map((template) => (
        <Card key={template.id} {...template} />
      ))}
      <Card id="blank" name="Start from nothing" about="Your own fields, from the first one." icon="plus" />
    </ul>
  )
}

function Card({ id, name, about, icon }: { id: string; name: string; about: string; icon: IconName }) {
  return (
    <li>
      <Link to="/projects/new" search={{ template: id }} className={styles.card}>
        <span className={styles.icon}>
          <Icon name={icon} />
        </span>
        <span className={styles.name}>{name}</span>
        <span className={styles.about}>{about}</span>
      </Link>
    </li>
  )
}
