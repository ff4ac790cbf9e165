import type { NewAttendance } from '@/api'
import { refusalOf } from '@/session/refusal'
import type { Refusal } from '@/session/refusal'

/** What is sent of an attendance; its photo travels before it. */
export type Words = Required<Omit<NewAttendance, 'upload_id'>>

/** An attendance that waits on this device until the line returns (ABS-13). */
export interface Entry {
  /** The Idempotency-Key under which it is sent each time, so that it is recorded once. */
  key: string
  /** Whose it is: nobody else on the same device sees it or sends it. */
  person: string
  contract: string
  course: string
  words: Words
  photo: Blob
  /** Id of the photo once it has arrived; the same request has to name the same one each time. */
  upload: string
  /** Why the server does not take it; empty while it waits. */
  refusal: string
  /** When it was put here, in ms. */
  at: number
}

/** How an entry gets to the server; each throws a Refusal. */
export interface Line {
  /** Id of the upload that took the photo. */
  carry: (photo: Blob) => Promise<string>
  record: (entry: Entry) => Promise<unknown>
  keep: (entry: Entry) => Promise<void>
}

export type Outcome = 'recorded' | 'refused' | 'waiting'

// Refusals of the moment and of the session say nothing about the entry.
const NOT_ITS_FAULT = ['role_changed', 'forbidden', 'request_in_progress', 'photo_still_checked', 'too_many_uploads']

/** Whether the same may be taken another time. */
export function passes({ passing, status, code }: Refusal): boolean {
  return passing || status === 401 || NOT_ITS_FAULT.includes(code)
}

/** Send an entry by its steps, each kept before the next, so that it goes on where the line broke. */
export async function deliver(entry: Entry, line: Line): Promise<Outcome> {
  try {
    if (!entry.upload) await line.keep(Object.assign(entry, { upload: await line.carry(entry.photo) }))
    await line.record(entry)
    return 'recorded'
  } catch (thrown) {
    const refusal = refusalOf(thrown)
    if (passes(refusal)) return 'waiting'
    // An upload that is not used for two days is cleared away; the photo is still here.
    const cleared = refusal.code === 'photo_not_usable'
    await line.keep(Object.assign(entry, cleared ? { upload: '' } : { refusal: refusal.title }))
    return cleared ? 'waiting' : 'refused'
  }
}
