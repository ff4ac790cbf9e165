import type { ProfileChange, ProfileView } from '@/api'
import type { Language } from '@/plugins/i18n'

/** What the form of one's own contact data holds while it is filled in. */
export interface Contact {
  email: string
  whatsapp: string
  whatsapp_wanted: boolean
  language: Language
  current_password: string
}

export function contactOf(profile: ProfileView): Contact {
  const { email, whatsapp, whatsapp_wanted, language } = profile
  return { email: email ?? '', whatsapp: whatsapp ?? '', whatsapp_wanted, language, current_password: '' }
}

/** As the API takes it: the password goes along with a new address only. */
export function changeOf(contact: Contact, newEmail: boolean): ProfileChange {
  const { current_password, whatsapp, ...rest } = contact
  return { ...rest, whatsapp: whatsapp || null, ...(newEmail ? { current_password } : {}) }
}
