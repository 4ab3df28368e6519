import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { AccountFrame } from '../account/frame.tsx'

export function NotFound() {
  return (
    <AccountFrame title="There is no such page" lead="The address may be old, or a letter of it is missing.">
      <p style={{ marginTop: 16 }}>
        <Button component={Link} to="/projects" fullWidth>
          Go to the projects
        </Button>
      </p>
    </AccountFrame>
  )
}
