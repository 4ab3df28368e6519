export const modules: string
export const neededMajor: number
export const noCurrentNode: string
export function findCurrentNode(): string | null
export function become(program: string, args: string[], env?: NodeJS.ProcessEnv): void
export function withNodeFirst(program: string): NodeJS.ProcessEnv
export function rememberNpm(): void
export function whenNpmDies(stop: () => void): void
