import { expect, test } from 'vitest'
import { imports, SOURCES } from './sources'

/** Imports go pages → features → ui; below them all is what every page needs: session, plugins, settings, the API. */
const BASE = ['session', 'plugins', 'api', 'locales', 'settings.ts', 'app.css']
const MAY: Record<string, string[]> = {
  pages: ['features', 'ui', 'layout', ...BASE],
  features: ['features', 'ui', ...BASE],
  layout: ['layout', 'ui', ...BASE],
  ui: ['ui', ...BASE],
  session: ['ui', ...BASE],
  plugins: ['ui', ...BASE],
  locales: ['locales'],
  api: [],
}
const place = (name: string) => name.split('/')[0] as string
const noun = (name: string) => name.split('/')[1] as string

test('every import is found', () => {
  const all = Object.keys(SOURCES).flatMap(imports)
  expect(all.length).toBeGreaterThan(500)
  expect(all.filter((name) => !(name in SOURCES) && !/^api\/|\.(json|css)$/.test(name))).toEqual([])
})

test('every folder has a place in the order', () => {
  const folders = Object.keys(SOURCES).filter((name) => name.includes('/'))
  expect([...new Set(folders.map(place))].filter((folder) => !(folder in MAY))).toEqual([])
})

test.each(Object.keys(MAY))('%s imports only what is below it', (folder) => {
  const own = Object.keys(SOURCES).filter((name) => place(name) === folder)
  const wrong = own.flatMap((name) =>
    imports(name)
      .filter((other) => !MAY[folder]?.includes(place(other)))
      .map((other) => `${name} imports ${other}`),
  )
  expect(wrong).toEqual([])
})

test('nouns do not import one another in a circle', () => {
  const needs = new Map<string, Set<string>>()
  for (const name of Object.keys(SOURCES).filter((one) => place(one) === 'features')) {
    const others = imports(name).filter((one) => place(one) === 'features' && noun(one) !== noun(name))
    needs.set(noun(name), new Set([...(needs.get(noun(name)) ?? []), ...others.map(noun)]))
  }
  // Whoever needs none that is left is taken away, until there is nobody, or only a circle.
  for (let free = ['']; free.length;) {
    free = [...needs].filter(([, others]) => ![...others].some((other) => needs.has(other))).map(([name]) => name)
    free.forEach((name) => needs.delete(name))
  }
  expect(Object.fromEntries(needs)).toEqual({})
})
