import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, normalize } from 'node:path'

/** The portal's own sources as text, by their path below `src`; what is generated is not among them. */
export const SOURCES: Record<string, string> = Object.fromEntries(
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(vue|ts)$/.test(name) && !name.startsWith('api/') && !name.endsWith('.d.ts'))
    .map((name) => [name, readFileSync(`src/${name}`, 'utf8')]),
)

/** The files below `src` that a file imports, at once, when they are needed, or for their types. */
export function imports(name: string): string[] {
  const asked = [...(SOURCES[name] ?? '').matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'((?:@|\.\.?)\/[^']+)'/g)]
  return asked.map(([, path]) => found(path as string, name))
}

function found(path: string, from: string): string {
  const place = path.startsWith('@/') ? path.slice(2) : normalize(join(from, '..', path))
  const names = [place, `${place}.ts`, `${place}/index.ts`]
  return names.find((one) => /\.\w+$/.test(one) && existsSync(`src/${one}`)) ?? place
}
