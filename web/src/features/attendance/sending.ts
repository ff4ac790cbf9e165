import type { AttendanceView } from '@/api'
import type { Photo } from '@/features/attendance/camera/usePhoto'
import type { Entry, Words } from '@/features/attendance/offline/entry'
import { keep, record } from '@/features/attendance/offline/queue'
import { i18n } from '@/plugins/i18n'
import { refusalOf } from '@/session/refusal'
import type { Refusal } from '@/session/refusal'

/** An attendance as it is typed. */
export interface Draft {
  person: string
  contract: string
  course: string
  late: boolean
  words: Words
}

export interface Sending {
  draft: Draft
  headers?: { 'Idempotency-Key'?: string }
}

/** The attendance as recorded, or null when it waits on this device for the line to return (ABS-13). */
export async function sendOrKeep(photo: Photo, { draft, headers }: Sending): Promise<AttendanceView | null> {
  const { person, contract, course, words } = draft
  const entry = { key: headers?.['Idempotency-Key'] ?? '', person, contract, course, words }
  const file = photo.file
  let upload = ''
  try {
    if (photo.there) upload = await photo.arrived()
    return await record({ ...entry, upload, refusal: '', at: 0 })
  } catch (thrown) {
    if (refusalOf(thrown).status !== 0) throw thrown
    requireWhole(draft, photo)
    await keep({ ...entry, upload, photo: (file ?? photo.file) as Blob, refusal: '', at: Date.now() } satisfies Entry)
    return null
  }
}

/** Without a line the server cannot say what is missing, and what it would refuse is not worth keeping. */
function requireWhole({ words, late }: Draft, photo: Photo): void {
  const fields: Record<string, string> = {}
  if (!photo.file) fields.upload_id = i18n.global.t('attendance.photo_missing')
  if (!words.activity.trim()) fields.activity = i18n.global.t('attendance.activity_missing')
  if (late && !words.late_reason?.trim()) fields.late_reason = i18n.global.t('attendance.reason_missing')
  if (!Object.keys(fields).length) return
  const refusal: Refusal = { status: 0, code: 'offline', title: i18n.global.t('ui.offline'), fields, passing: true }
  throw refusal
}
