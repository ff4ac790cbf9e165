import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { diagram, DRAWN, inWords } from '../diagrams'

/** What is drawn of the documents, and what is read in its place. */
test('a diagram is a picture that asks for nothing from elsewhere', () => {
  const { file, width, height } = diagram('diagrams/sequences#Apply')
  expect(existsSync(`${DRAWN}/${file}`)).toBe(true)
  const svg = readFileSync(`${DRAWN}/${file}`, 'utf8')
  expect(svg).toContain('submitApplication')
  expect(svg.match(/https?:\/\/(?!www\.w3\.org)|@import|<script/g)).toBeNull()
  expect(width).toBeGreaterThan(height)
})

test('a diagram that is not there stops the build', () => {
  expect(() => diagram('diagrams/sequences#Nothing')).toThrow('no diagram diagrams/sequences#Nothing')
})

test.each([
  [
    'sequenceDiagram\n    actor a\n    participant b as The b\n    a->>b: ask: it\n    b-->>a: no\n',
    ['a → The b: ask: it', 'The b → a: no'],
  ],
  ['stateDiagram-v2\n    open --> shut: dosen, sistem\n', ['open → shut: dosen, sistem']],
  ['erDiagram\n    people |o--o{ messages : "person_id"\n', ['messages.person_id → people']],
  [
    'classDiagram\n    class a {\n        uuid id PK\n        date on optional\n    }\n    a --> b : c\n',
    ['a: id, on'],
  ],
  [
    'flowchart LR\n    role(("x"))\n    subgraph s["Step"]\n        one(["do one"])\n        a2["x: two"]\n    end\n    role --- one\n',
    ['Step: do one, x: two'],
  ],
  ['flowchart LR\n    a["A"]\n    a --> b\n    b -- "read, write" --> c\n', ['a → b', 'b → c (read, write)']],
])('%s is said in words', (source, lines) => {
  expect(inWords(source)).toEqual(lines)
})
