import { readFileSync } from 'node:fs'
import { fileURLToPath, URL } from 'node:url'
import { Marked } from 'marked'
import type { Plugin } from 'vite'
import { diagram } from './diagrams.ts'

// The guides are Markdown files. Each becomes a component as the portal is built, so that nothing that reads Markdown is
// sent. `## Words {#id}` is a chapter, which addresses name by its id in both languages; every link leads into the portal.
// A picture is a file in the language's folder of `src/guide/pictures`, or `diagram:` one of those in `common/docs`.
export const DIAGRAM = 'diagram:'
const PICTURES = fileURLToPath(new URL('./src/guide/pictures/', import.meta.url))
const AS_TEXT: Record<string, string> = { id: 'Baca sebagai teks', en: 'Read as text' }
let language = 'id'

const markdown: Marked = new Marked({
  renderer: {
    heading({ depth, text }) {
      const { words, id } = chapterOf(text)
      return `<h${depth}${id ? ` id="${id}" tabindex="-1"` : ''}>${markdown.parseInline(words)}</h${depth}>\n`
    },
    paragraph({ tokens }) {
      const words = this.parser.parseInline(tokens)
      return tokens.length === 1 && tokens[0]?.type === 'image' ? words : `<p>${words}</p>\n`
    },
    image({ href, text }) {
      return href.startsWith(DIAGRAM) ? drawing(href.slice(DIAGRAM.length), text) : picture(href, text)
    },
    link({ href, tokens }) {
      return `<RouterLink to="${href}">${this.parser.parseInline(tokens)}</RouterLink>`
    },
  },
})

/** Wider than most windows, so that one moves it to the side. */
function drawing(name: string, alt: string): string {
  const { file, width, height, lines } = diagram(decodeURI(name))
  const size = `width="${width}" height="${height}"`
  return `<figure>
<div class="drawing" role="group" tabindex="0" aria-label="${alt}">
<img src="@diagrams/${file}" ${size} alt="${alt}" loading="lazy" />
</div>
<details><summary>${AS_TEXT[language]}</summary><ul v-pre>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul></details>
</figure>
`
}

function picture(address: string, alt: string): string {
  const file = address.replace('pictures/', `${language}/`)
  const { width, height } = sizeOf(readFileSync(`${PICTURES}${file}`))
  return `<img class="picture" src="@/guide/pictures/${file}" width="${width}" height="${height}" alt="${alt}" loading="lazy" />\n`
}

/** Of a WebP file that was written with losses (RFC 9649, 2.5). */
export function sizeOf(file: Buffer): { width: number; height: number } {
  return { width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff }
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

export interface Chapter {
  words: string
  id: string
}

export interface Guide {
  title: string
  /** What stands below the title. */
  text: string
  chapters: Chapter[]
  /** The chapters as Markdown. */
  body: string
}

function chapterOf(heading: string): Chapter {
  const [, words = heading, id = ''] = /^(.*?)\s*\{#([a-z-]+)\}$/.exec(heading) ?? []
  return { words, id }
}

/** The parts of a guide's file: `# Title`, one paragraph, and its chapters. */
export function readGuide(file: string): Guide {
  const [, title = '', text = '', body = ''] = /^# (.+)\n\n(.+)\n\n([^]*)$/.exec(file) ?? []
  return { title, text, body, chapters: [...body.matchAll(/^## (.+)$/gm)].map(([, one]) => chapterOf(one as string)) }
}

function component(file: string, address: string): string {
  const { title, text, chapters, body } = readGuide(file)
  const contents = chapters.map(({ words, id }) => `<li><RouterLink to="${address}#${id}">${words}</RouterLink></li>`)
  return `<script setup>
import PageHead from '@/ui/PageHead.vue'
</script>
<template>
<PageHead title="${title}" />
${markdown.parse(text)}
<nav aria-label="${title}"><ul>${contents.join('')}</ul></nav>
${markdown.parse(body)}
</template>
`
}

export const guides: Plugin = {
  name: 'guides',
  enforce: 'pre',
  transform(file, id) {
    const [, spoken, name] = /\/src\/guide\/(\w+)\/(\w+)\.md$/.exec(id) ?? []
    language = spoken ?? language
    return name ? { code: component(file, `/panduan/${name}`), map: null } : null
  },
}
