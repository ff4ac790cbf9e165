import { readFileSync, readdirSync } from 'node:fs'
import { expect, test, vi } from 'vitest'
import { i18n } from '@/plugins/i18n'
import { imports, SOURCES } from './sources'

/** Every text of the portal: in both languages, used by a page, and with the same placeholders. */
const contract: unknown = JSON.parse(readFileSync('openapi.json', 'utf8'))

function read(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function leaves(texts: unknown, path = ''): Record<string, string> {
  if (typeof texts === 'string') return { [path]: texts }
  const found = Object.entries(texts as object).map(([key, value]) => leaves(value, path ? `${path}.${key}` : key))
  return Object.assign({}, ...found)
}

/** The words of a noun are found under the name of its folder; those of the first pages are in files of their own. */
function all(language: string, kinds = ['', 'first.', 'form.', 'later.', 'office.']): Record<string, string> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    kinds.some((kind) => name.endsWith(`/words/${kind}${language}.json`)),
  )
  const own = files.map((name) => leaves(read(`src/${name}`), name.split('/').at(-3)))
  return Object.assign({ ...leaves(read(`src/locales/problems/${language}.json`), 'problems') }, ...own)
}

const written = (name: string) => !name.startsWith('locales/')
const sources = Object.entries(SOURCES)
  .filter(([name]) => written(name))
  .map(([, text]) => text)
  .join('\n')
const indonesian = all('id')
const english = all('en')
// Words that come with the pages of their noun are named there without it.
const later = all('id', ['form.', 'later.'])
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

test('both languages have the same keys', () => {
  expect(Object.keys(english).sort()).toEqual(Object.keys(indonesian).sort())
})

test.each(Object.keys(indonesian))('%s has the same placeholders in both languages', (key) => {
  expect(placeholders(english[key] ?? '')).toEqual(placeholders(indonesian[key] ?? ''))
})

test('every key that a page names exists', () => {
  const named = [...sources.matchAll(/\bt\(\s*['"]([a-z_]+(?:\.[a-z_0-9]+)+)['"]/g)].map((found) => found[1] as string)
  expect(named.filter((key) => !(key in indonesian))).toEqual([])
})

test('a key without words is said in the console, at which the tests in a browser fail', () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  i18n.global.t('people.no_such_key')
  expect(said.mock.calls.flat().join()).toContain('people.no_such_key')
  said.mockRestore()
})

/** A file and all that it may bring along. */
function reached(name: string, known = new Set<string>()): Set<string> {
  if (known.has(name) || !(name in SOURCES)) return known
  known.add(name)
  imports(name).forEach((other) => reached(other, known))
  return known
}

test('a page that everybody sees finds its words without a sign-in', () => {
  const first = all('id', ['first.'])
  const open = Object.keys(SOURCES).filter((name) => name.startsWith('pages/') && !SOURCES[name]?.includes('roles: ['))
  expect(open.length).toBeGreaterThan(8)
  const named = open.flatMap((page) =>
    [...reached(page)].flatMap((name) =>
      [...(SOURCES[name] ?? '').matchAll(/'([a-z_]+(?:\.[a-z_0-9]+)+)'/g)].map(([, key]) => `${page}: ${key}`),
    ),
  )
  const missing = named.filter((one) => {
    const key = one.split(': ')[1] as string
    return key in indonesian && !(key in first)
  })
  expect([...new Set(missing)]).toEqual([])
})

test('every text is used', () => {
  const patterns = [...sources.matchAll(/`([a-z_]+\.[^`\s]*\$\{[^`]*)`/g)].map(
    ([, template]) =>
      new RegExp(`^${(template as string).replace(/\./g, '\\.').replace(/\$\{[^}]*\}/g, '[a-z_0-9.]+')}$`),
  )
  const named = (key: string) => sources.includes(`'${key}'`) || patterns.some((it) => it.test(key))
  const unused = Object.keys(indonesian).filter(
    (key) => !key.startsWith('problems.') && !named(key) && !(key in later && named(key.slice(key.indexOf('.') + 1))),
  )
  // The entries of a menu are named without their prefix.
  expect(unused.filter((key) => !key.startsWith('layout.') || !sources.includes(`'${key.slice(7)}'`))).toEqual([])
})

/** Every value that the contract lists for a property called `name`. */
function listed(node: unknown, name: string): string[] {
  if (typeof node !== 'object' || node === null) return []
  const here = Object.entries(node).flatMap(([key, value]) => (key === name ? (value?.enum ?? []) : []))
  return [...here, ...Object.values(node).flatMap((value) => listed(value, name))].filter((value) => value !== null)
}

test('every code of the contract has a sentence', () => {
  const codes = listed(contract, 'code')
  expect(codes).toContain('quota_full')
  expect(codes.filter((code) => !(`problems.${code}` in indonesian && `problems.${code}` in english))).toEqual([])
})

test('every state of the contract has a word', () => {
  const words = Object.keys(indonesian).filter((key) => /^[a-z]+\.(states|pay)\./.test(key))
  const states = listed(contract, 'state').filter((state) => !words.some((word) => word.endsWith(`.${state}`)))
  // A vacancy that is published is shown as scheduled, open or closed.
  expect(states.filter((state) => state !== 'terbit')).toEqual([])
})
