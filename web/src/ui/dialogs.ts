import { defineAsyncComponent } from 'vue'
import { whenOpened } from '@/ui/whenOpened'

export const ConfirmDialog = whenOpened(() => import('@/ui/ConfirmDialog.vue').then((part) => part.default))
export const ModalDialog = whenOpened(() => import('vuetify/components/VDialog').then((parts) => parts.VDialog))

/** Stands in dialogs only. */
export const ReasonField = defineAsyncComponent(() => import('@/ui/ReasonField.vue'))
