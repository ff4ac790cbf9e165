import { Marked } from 'marked'
import type { Plugin } from 'vite'

// The guides are Markdown files. Each becomes a component as the portal is built, so that nothing that reads Markdown is
// sent. `## Words {#id}` is a chapter, which addresses name by its id in both languages; every link leads into the portal.
const markdown: Marked = new Marked({
  renderer: {
    heading({ depth, text }) {
      const { words, id } = chapterOf(text)
      return `<h${depth}${id ? ` id="${id}" tabindex="-1"` : ''}>${markdown.parseInline(words)}</h${depth}>\n`
    },
    link({ href, tokens }) {
      return `<RouterLink to="${href}">${this.parser.parseInline(tokens)}</RouterLink>`
    },
  },
})

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
    const [, name] = /\/src\/guide\/\w+\/(\w+)\.md$/.exec(id) ?? []
    return name ? { code: component(file, `/panduan/${name}`), map: null } : null
  },
}
