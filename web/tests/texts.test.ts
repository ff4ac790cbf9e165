import { readFileSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Every text of the portal: in both languages, used by a page, and with the same placeholders. */
const LOCALES = 'src/locales'
const contract: unknown = JSON.parse(readFileSync('openapi.json', 'utf8'))

function read(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8'))
}

function leaves(texts: unknown, path = ''): Record<string, string> {
  if (typeof texts === 'string') return { [path]: texts }
  const found = Object.entries(texts as object).map(([key, value]) => leaves(value, path ? `${path}.${key}` : key))
  return Object.assign({}, ...found)
}

function all(language: string): Record<string, string> {
  const entries = readdirSync(`${LOCALES}/${language}`, { recursive: true, encoding: 'utf8' })
  const files = entries.filter((name) => name.endsWith('.json'))
  const own = files.map((name) => leaves(read(`${LOCALES}/${language}/${name}`)))
  return Object.assign({ ...leaves(read(`${LOCALES}/problems/${language}.json`), 'problems') }, ...own)
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(vue|ts)$/.test(name) && !name.startsWith('api/') && !name.startsWith('locales/'))
  .map((name) => readFileSync(`src/${name}`, 'utf8'))
  .join('\n')
const indonesian = all('id')
const english = all('en')
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

test('every text is used', () => {
  const patterns = [...sources.matchAll(/`([a-z_]+\.[^`\s]*\$\{[^`]*)`/g)].map(
    ([, template]) =>
      new RegExp(`^${(template as string).replace(/\./g, '\\.').replace(/\$\{[^}]*\}/g, '[a-z_0-9.]+')}$`),
  )
  const unused = Object.keys(indonesian).filter(
    (key) => !key.startsWith('problems.') && !sources.includes(`'${key}'`) && !patterns.some((it) => it.test(key)),
  )
  // The entries of a menu are named without their prefix.
  expect(unused.filter((key) => !key.startsWith('menu.') || !sources.includes(`'${key.slice(5)}'`))).toEqual([])
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
  const words = Object.keys(indonesian).filter((key) => key.startsWith('states.'))
  const states = listed(contract, 'state').filter((state) => !words.some((word) => word.endsWith(`.${state}`)))
  // A vacancy that is published is shown as scheduled, open or closed.
  expect(states.filter((state) => state !== 'terbit')).toEqual([])
})
