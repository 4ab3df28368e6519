export class PreparationFailed extends Error {}
export function ensureInstalled(root: string): Promise<void>
export function isInstalled(root: string): boolean
export function ensureWebBuilt(root: string, node: string): Promise<void>
export function whyInstallFailed(output: string): string
