import { toast } from '@/ui/toast'
import { refusalOf } from '@/session/refusal'
import { switchRole } from '@/session/session'
import type { Role } from '@/session/session'

/** Go on in another of one's roles, as a person asks for it; whether that was done. Why not is said. */
export async function become(role: Role): Promise<boolean> {
  try {
    await switchRole(role)
    return true
  } catch (thrown) {
    toast(refusalOf(thrown).title, 'error')
    return false
  }
}
