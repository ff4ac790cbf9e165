import { computed, ref } from 'vue'
import type { Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { approveAttendanceMutation, rejectAttendanceMutation } from '@/api/@tanstack/vue-query.gen'
import type { VerificationView } from '@/api'
import { useAction } from '@/ui/useAction'

/** The verdict on the attendance that is open, once it waits for one; `decided` gets the id of each that is done. */
export function useVerdicts(current: Ref<VerificationView | undefined>, decided: (id: string) => void) {
  const { t } = useI18n()
  const rejecting = ref(false)
  const reason = ref('')
  const path = computed(() => ({ attendance_id: current.value?.id ?? '' }))
  const waits = () => current.value?.state === 'menunggu_verifikasi'

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

  function approve(): void {
    if (waits()) void approval.run({ path: path.value })
  }

  function ask(): void {
    if (!waits()) return
    rejection.reset()
    reason.value = ''
    rejecting.value = true
  }

  function reject(): void {
    void rejection.run({ path: path.value, body: { reason: reason.value } })
  }

  return { rejecting, reason, approve, approving: approval.pending, ask, reject, rejection }
}
