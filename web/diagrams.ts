import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, URL } from 'node:url'
import { renderMermaidSVG } from 'beautiful-mermaid'

// The diagrams of `common/docs`, which come from the code. One becomes a picture as the portal is built, and a list of
// what it says for those who do not see it. What has been drawn once is kept until its text changes.
const DOCUMENTS = fileURLToPath(new URL('../common/docs/', import.meta.url))
export const DRAWN = fileURLToPath(new URL('./node_modules/.cache/diagrams', import.meta.url))
const COLOURS = { bg: '#ffffff', fg: '#10171c', muted: '#36454f', line: '#5b6b75', transparent: true, padding: 16 }

export interface Diagram {
  /** The name of the file in DRAWN. */
  file: string
  width: number
  height: number
  lines: string[]
}

/** By its page and its chapter, as `diagrams/sequences#Apply`. */
export function diagram(name: string): Diagram {
  const source = sourceOf(name)
  const digest = createHash('sha256')
    .update(source + JSON.stringify(COLOURS))
    .digest('hex')
  const file = `diagram-${name
    .replace(/^diagrams\//, '')
    .replace(/\W+/g, '-')
    .toLowerCase()}-${digest.slice(0, 8)}.svg`
  const path = `${DRAWN}/${file}`
  if (!existsSync(path)) {
    mkdirSync(DRAWN, { recursive: true })
    writeFileSync(path, draw(source))
  }
  const [, width = 0, height = 0] = (/width="([\d.]+)" height="([\d.]+)"/.exec(readFileSync(path, 'utf8')) ?? []).map(
    (size) => Math.ceil(Number(size)),
  )
  return { file, width, height, lines: inWords(source) }
}

function sourceOf(name: string): string {
  const [page, chapter] = name.split('#')
  const text = readFileSync(`${DOCUMENTS}${page}.md`, 'utf8')
  const found = text.split(/^## /m).find((part) => part.startsWith(`${chapter}\n`))
  const [, source] = /```mermaid\n([^]*?)```/.exec(found ?? '') ?? []
  if (!source) throw new Error(`There is no diagram ${name} in common/docs`)
  return source
}

/** The head of an actor would lie on the first arrow, and a typeface from elsewhere is not asked for. */
function draw(source: string): string {
  return renderMermaidSVG(source.replace(/^( +)actor /gm, '$1participant '), COLOURS)
    .replace(/@import [^;]+;/, '')
    .replace(/'Inter', /g, '')
}

/** What each kind of diagram says, a line each. */
export function inWords(source: string): string[] {
  if (source.startsWith('sequenceDiagram')) return messages(source)
  if (source.startsWith('stateDiagram')) return all(source, /^ +(\w+) --> (\w+): (.+)$/gm, '$1 → $2: $3')
  if (source.startsWith('erDiagram')) return all(source, /^ +(\w+) \S+ (\w+) : "(\w+)"$/gm, '$2.$3 → $1')
  if (source.startsWith('classDiagram')) return boxes(source, /^ +class (\w+) {$/, /^ +\w+ (\w+)/)
  if (/ subgraph /.test(source)) return boxes(source, /^ +subgraph (?:\w+\[")?([^"\]]+)/, /^ +\w+\[?\(?\[?"?([^"\])]+)/)
  return all(source, /^ +(\w+) (?:-- "([^"]+)" )?--> (\w+)$/gm, '$1 → $3 ($2)').map((line) => line.replace(' ()', ''))
}

const all = (source: string, form: RegExp, words: string) =>
  (source.match(form) ?? []).map((line) => line.replace(new RegExp(form.source), words))

function messages(source: string): string[] {
  const names = new Map([...source.matchAll(/participant (\w+) as (.+)$/gm)].map(([, id, words]) => [id, words]))
  const named = (id = '') => names.get(id) ?? id
  return [...source.matchAll(/^ +(\w+)--?>>(\w+): (.+)$/gm)].map(
    ([, from, to, words]) => `${named(from)} → ${named(to)}: ${words}`,
  )
}

/** Each box with what lies in it. */
function boxes(source: string, opened: RegExp, within: RegExp): string[] {
  const found: [string, string[]][] = []
  let inside = false
  for (const line of source.split('\n')) {
    const [, title] = opened.exec(line) ?? []
    if (title) found.push([title, []])
    else if (inside && !/^ +(end|\})$/.test(line)) found.at(-1)?.[1].push(within.exec(line)?.[1] ?? '')
    inside = title !== undefined || (inside && !/^ +(end|\})$/.test(line))
  }
  return found.map(([title, parts]) => `${title}: ${parts.join(', ')}`)
}
