import { readFileSync } from 'node:fs'

// A page and what it alone needs is one file. What several pages need is grouped by who sees them, so that a visit takes
// few files and nobody waits for what only others need. The groups follow from the pages' own roles.
const PAGE = /\/src\/pages\/(.+)\.vue$/
const ROLES = /definePage\(\{ meta: \{ roles: \[([^\]]*)\]/
const ENTRANCE = /^(masuk|masuk\.kampus|kata-sandi|lupa-kata-sandi)$/
// Loaded by themselves when they are asked for: the words of one language, and what few parts of the library
// need of what it shares, though every page reads the list of it.
const APART = /\/(locales|words)\/|\/v0\/dist\/.*\/(toHighlight|diacritics|useTimer)/

// What only some pages of an audience need is a file of its own: a noun's parts, what forms need, and what is large. The
// button of exports is too small for one.
const NOUN = /\/src\/features\/(?!exports)(\w+)\//
const FORMS = /\/src\/ui\/(FileDrop|FieldGroup|TextField|PasswordField|DayFields|useUpload)\b/
const FIELDS = /\/lib\/components\/V(Field|TextField|Input|Label|Messages|Counter)\//
const LARGER = /\/lib\/components\/V(Textarea|SlideGroup)\//
// Their addresses, which the guide of each language needs.
const DIAGRAM = /\/diagrams\/[^/]+\.svg$/

interface Modules {
  getModuleInfo: (id: string) => { importers: readonly string[]; dynamicImporters: readonly string[] } | null
}

/** The name of the file that a module belongs to, or null for what the bundler places well by itself. */
export function chunkOf(id: string, modules: Modules): string | null {
  if (APART.test(id)) return null
  if (DIAGRAM.test(id)) return 'diagrams'
  const users = usersOf(id, modules)
  if (users.has('first')) return 'first'
  if (users.size < 2) return null
  const audiences = new Set([...users].map(audienceOf))
  // Nearly everybody's.
  if (audiences.has('browse') && audiences.has('enter')) return 'first'
  return [...[...audiences].sort(), ...partOf(id)].join('-')
}

function partOf(id: string): string[] {
  if (FIELDS.test(id)) return ['fields']
  if (FORMS.test(id)) return ['forms']
  return (NOUN.exec(id) ?? LARGER.exec(id))?.slice(1) ?? []
}

/** Throws where files need each other in a circle: a module could then run before what it needs. */
export function refuseCircles(files: Record<string, { imports?: string[] }>): void {
  const done = new Set<string>()
  const visit = (name: string, way: string[]): void => {
    if (way.includes(name)) throw new Error(`These files need each other: ${[...way, name].join(' > ')}`)
    if (done.has(name)) return
    files[name]?.imports?.forEach((one) => visit(one, [...way, name]))
    done.add(name)
  }
  Object.keys(files).forEach((name) => visit(name, []))
}

/** The pages and other loaded parts that need a module from their beginning; `first` is what every visit needs. */
function usersOf(id: string, modules: Modules): Set<string> {
  const users = new Set<string>()
  const seen = new Set([id])
  for (const one of seen) {
    // What a page declares of itself belongs to the router.
    const file = one.includes('?definePage') ? one : one.replace(/\?.*/, '')
    const info = modules.getModuleInfo(one)
    if (file.endsWith('/src/main.ts')) users.add('first')
    else if (PAGE.test(file) || (info?.dynamicImporters.length && !info.importers.length)) users.add(file)
    else info?.importers.forEach((importer) => seen.add(importer))
  }
  return users
}

const known = new Map<string, string>()

function audienceOf(file: string): string {
  const page = PAGE.exec(file)?.[1]
  const audience = known.get(file) ?? (page ? audienceOfPage(page, readFileSync(file, 'utf8')) : 'own')
  known.set(file, audience)
  return audience
}

function audienceOfPage(page: string, source: string): string {
  const roles = ROLES.exec(source)?.[1]
  if (roles === undefined) return ENTRANCE.test(page) ? 'enter' : 'browse'
  if (roles === '') return 'own'
  return /admin|dosen/.exec(roles)?.[0] ?? 'student'
}
