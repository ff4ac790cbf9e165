export { default as AccountMenu } from '@/layout/AccountMenu.vue'
export { default as Bell } from '@/layout/Bell.vue'
export { default as SideMenu } from '@/layout/SideMenu.vue'
export { default as Toasts } from '@/layout/Toasts.vue'
