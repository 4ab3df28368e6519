export class PreparationFailed extends Error {}
export function ensureInstalled(root: string, options?: { forDevelopment?: boolean }): Promise<void>
export function isInstalled(root: string, options?: { forDevelopment?: boolean }): boolean
export function ensureWebBuilt(root: string, node: string): Promise<void>
export function whyInstallFailed(output: string): string
