import { readFileSync, readdirSync } from 'node:fs'
import { Marked } from 'marked'
import type { Token, Tokens } from 'marked'
import { expect, test } from 'vitest'
import { routes } from 'vue-router/auto-routes'
import type { RouteRecordRaw } from 'vue-router'
import { chapterAddress, CHAPTERS } from '@/features/guide/chapters'
import { DIAGRAM, readGuide, sizeOf } from '../guides'

/** The guides: a chapter for each page, in both languages, no dead link, and the words that the portal shows. */
const LANGUAGES = ['id', 'en']
const NAMES = readdirSync('src/guide/id').map((file) => file.replace('.md', ''))
const EACH = LANGUAGES.flatMap((language) => NAMES.map((name) => [language, name] as const))
const text = (language: string, name: string) => readFileSync(`src/guide/${language}/${name}.md`, 'utf8')
const chapters = (language: string, name: string) => readGuide(text(language, name)).chapters.map(({ id }) => id)

function tokens<T extends Token>(source: string, type: T['type']): T[] {
  const markdown = new Marked()
  const found: T[] = []
  markdown.walkTokens(markdown.lexer(source), (token) => void (token.type === type && found.push(token as T)))
  return found
}

function records(all: readonly RouteRecordRaw[], above = ''): { name: string; path: string }[] {
  return all.flatMap((one) => {
    const path = one.path.startsWith('/') ? one.path : `${above}/${one.path}`.replace(/\/$/, '')
    return [...(one.name ? [{ name: String(one.name), path }] : []), ...records(one.children ?? [], path)]
  })
}

const PAGES = records(routes)
const ADDRESSES = LANGUAGES.map((language) =>
  NAMES.flatMap((name) => [
    `/panduan/${name}`,
    ...chapters(language, name).map((chapter) => `/panduan/${name}#${chapter}`),
  ]),
)

test('both languages have the same guides and chapters', () => {
  expect(readdirSync('src/guide/en')).toEqual(readdirSync('src/guide/id'))
  for (const name of NAMES) expect(chapters('en', name), name).toEqual(chapters('id', name))
})

test('every page of the portal has its chapter in both languages', () => {
  expect(Object.keys(CHAPTERS).sort()).toEqual(PAGES.map(({ name }) => name).sort())
  for (const { name } of PAGES) {
    for (const role of ['dosen', 'admin'] as const) {
      for (const known of ADDRESSES) expect(known).toContain(chapterAddress(name, role))
    }
  }
})

test.each(EACH)('%s/%s has its headings in order', (language, name) => {
  const { title, text: lead, chapters: all } = readGuide(text(language, name))
  expect(title && lead).toBeTruthy()
  expect(all.length).toBeGreaterThan(1)
  expect(all.filter(({ id }) => !id)).toEqual([])
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
  const levels = tokens<Tokens.Heading>(text(language, name), 'heading').map(({ depth }) => depth)
  expect(levels.filter((level) => level === 1)).toEqual([1])
  levels.reduce((above, level) => {
    expect(level).toBeLessThanOrEqual(above + 1)
    return level
  }, 0)
})

test.each(EACH)('%s/%s has no dead link', (language, name) => {
  const known = [...(ADDRESSES[LANGUAGES.indexOf(language)] ?? []), ...PAGES.map(({ path }) => path)]
  const links = tokens<Tokens.Link>(text(language, name), 'link').map(({ href }) => href)
  expect(links.filter((link) => !known.includes(link))).toEqual([])
})

const images = (language: string, name: string) => tokens<Tokens.Image>(text(language, name), 'image')

test.each(LANGUAGES)('every picture in %s is shown, is there, and is light', (language) => {
  const shown = NAMES.flatMap((name) => images(language, name))
  const files = shown.map(({ href }) => href).filter((href) => !href.startsWith(DIAGRAM))
  const folder = `src/guide/pictures/${language}`
  expect(files.sort()).toEqual(readdirSync(folder).map((file) => `pictures/${file}`))
  for (const file of readdirSync(folder)) {
    const content = readFileSync(`${folder}/${file}`)
    expect(content.length, file).toBeLessThanOrEqual(60_000)
    expect([540, 1024], file).toContain(sizeOf(content).width)
  }
})

test.each(NAMES)('%s has the same pictures in both languages, each told in its own', (name) => {
  const [one = [], other = []] = LANGUAGES.map((language) => images(language, name))
  expect(one.map(({ href }) => href)).toEqual(other.map(({ href }) => href))
  one.forEach(({ text: alt }, at) => {
    expect(alt.length).toBeGreaterThan(10)
    expect(alt).not.toBe(other[at]?.text)
  })
})

/** Every text that the portal shows in a language; what stands for a placeholder may be anything. */
function shown(language: string): string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith(`${language}.json`) && /\/(words|problems)\//.test(name),
  )
  return files.flatMap((name) => strings(JSON.parse(readFileSync(`src/${name}`, 'utf8'))))
}

const strings = (texts: unknown): string[] =>
  typeof texts === 'string' ? [texts] : Object.values(texts as object).flatMap(strings)

test.each(EACH)('%s/%s quotes what the portal shows', (language, name) => {
  const texts = new Set(shown(language))
  const quoted = tokens<Tokens.Strong>(text(language, name), 'strong').map((token) => token.text)
  expect(quoted.filter((one) => one !== '?' && !texts.has(one))).toEqual([])
})
