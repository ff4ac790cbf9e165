import { computed, ref } from 'vue'
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import {
  approveAttendanceMutation,
  rejectAttendanceMutation,
  takeApprovalBackMutation,
} from '@/api/@tanstack/vue-query.gen'
import type { VerificationView } from '@/api'
import { useAction } from '@/ui/useAction'

/** The verdict on the attendance that is open, once it waits for one; `decided` gets the id of each that is done. */
export function useVerdicts(current: Ref<VerificationView | undefined>, decided: (id: string) => void) {
  const { t } = useI18n()
  const rejecting = ref(false)
  const reason = ref('')
  const path = computed(() => ({ attendance_id: current.value?.id ?? '' }))
  const waits = () => current.value?.state === 'menunggu_verifikasi'
  /** Also an approval, until its month is locked: it is taken back (VER-09). */
  const rejectable = () => (waits() || current.value?.state === 'disetujui') && !current.value?.locked

  const approval = useAction(approveAttendanceMutation(), {
    aloud: true,
    success: () => t('attendance.states.disetujui'),
    done: ({ id }) => decided(id),
  })
  const rejection = useAction(rejectAttendanceMutation(), {
    success: () => t('attendance.verification.rejected'),
    done: ({ id }) => {
      rejecting.value = false
      decided(id)
    },
  })

  const takingBack = useAction(takeApprovalBackMutation(), {
    success: () => t('attendance.verification.rejected'),
    done: ({ id }) => {
      rejecting.value = false
      decided(id)
    },
  })

  function approve(): void {
    if (waits()) void approval.run({ path: path.value })
  }

  function ask(): void {
    if (!rejectable()) return
    rejection.reset()
    takingBack.reset()
    reason.value = ''
    rejecting.value = true
  }

  function reject(): void {
    const action = waits() ? rejection : takingBack
    void action.run({ path: path.value, body: { reason: reason.value } })
  }

  const verdict = computed(() => (waits() ? rejection : takingBack))
  return { rejecting, reason, approve, approving: approval.pending, ask, reject, verdict }
}
