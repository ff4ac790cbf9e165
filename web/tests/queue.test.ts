import { expect, test, vi } from 'vitest'
import { deliver } from '@/features/attendance/offline/entry'
import type { Entry, Line } from '@/features/attendance/offline/entry'
import type { Refusal } from '../src/session/refusal'

vi.mock('@/plugins/i18n', () => ({ i18n: { global: { t: (key: string) => key } } }))

const refusal = (changed: Partial<Refusal>): Refusal => ({
  ...{ status: 409, code: 'already_recorded', title: 'Anda sudah absen hari ini', fields: {}, passing: false },
  ...changed,
})

function entry(changed: Partial<Entry> = {}): Entry {
  const words = { activity: 'Praktikum', day: '2026-11-24', late_reason: null, taken_at: null }
  const whose = { key: 'k', person: 'p', contract: 'c', course: 'Basis Data' }
  return { ...whose, words, photo: new Blob(['foto']), upload: '', refusal: '', at: 0, ...changed }
}

/** A line on which each step does what the test wants; what was kept, in order. */
function line(steps: Partial<Line> = {}) {
  const kept: Entry[] = []
  const keep = async (one: Entry) => void kept.push({ ...one })
  const carry = vi.fn(async () => 'upload-1')
  const record = vi.fn(async () => undefined)
  return { kept, carry, record, keep, ...steps }
}

test('the id of the photo is kept before the attendance is sent', async () => {
  const way = line({ record: async () => expect(way.kept.at(-1)?.upload).toBe('upload-1') })
  expect(await deliver(entry(), way)).toBe('recorded')
  expect(way.kept).toHaveLength(1)
})

test('a photo that has arrived is not sent again, so that the same request goes out under the same key', async () => {
  const way = line()
  expect(await deliver(entry({ upload: 'upload-0' }), way)).toBe('recorded')
  expect(way.carry).not.toHaveBeenCalled()
  expect(way.record).toHaveBeenCalledWith(expect.objectContaining({ key: 'k', upload: 'upload-0' }))
})

test.each([
  ['no line', new TypeError('Failed to fetch')],
  ['a server that is busy', refusal({ status: 503, code: 'busy', passing: true })],
  ['a session that ended', refusal({ status: 401, code: 'session_ended' })],
  ['another role', refusal({ status: 403, code: 'role_changed' })],
])('it waits on: %s', async (_, thrown) => {
  const one = entry({ upload: 'upload-0' })
  expect(await deliver(one, line({ record: async () => Promise.reject(thrown) }))).toBe('waiting')
  expect(one).toMatchObject({ refusal: '', upload: 'upload-0' })
})

test('what the server does not take stays with its reason', async () => {
  const way = line({ record: async () => Promise.reject(refusal({})) })
  expect(await deliver(entry(), way)).toBe('refused')
  expect(way.kept.at(-1)).toMatchObject({ refusal: 'Anda sudah absen hari ini' })
})

test('a photo that the server has cleared away is sent again', async () => {
  const way = line({ record: async () => Promise.reject(refusal({ status: 422, code: 'photo_not_usable' })) })
  expect(await deliver(entry({ upload: 'upload-0' }), way)).toBe('waiting')
  expect(way.kept.at(-1)).toMatchObject({ upload: '', refusal: '' })
})
