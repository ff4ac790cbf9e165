import { expect, test, vi } from 'vitest'
import { refusalFrom, refusalOf } from '../src/session/refusal'

vi.mock('@/plugins/i18n', () => ({ i18n: { global: { t: (key: string) => key } } }))

const problem = (code: string) => ({ code, title: 'Judul' })

test('what is still worked on may be asked for again, under the same key', () => {
  expect(refusalFrom(409, problem('request_in_progress')).passing).toBe(true)
  expect(refusalFrom(409, problem('already_applied')).passing).toBe(false)
})

test.each([
  [429, true],
  [500, true],
  [503, true],
  [422, false],
])('a status of %i passes: %s', (status, passing) => {
  expect(refusalFrom(status, problem('x')).passing).toBe(passing)
})

test("the gateway's own words are shown as ours", () => {
  expect(refusalFrom(503, '<html>upstream</html>')).toMatchObject({
    code: 'unavailable',
    title: 'problems.unavailable',
  })
  expect(refusalFrom(502, undefined)).toMatchObject({ code: 'internal_error', passing: true })
})

test('no answer at all is no line', () => {
  expect(refusalOf(new TypeError('Failed to fetch'))).toMatchObject({ status: 0, code: 'offline', passing: true })
})
