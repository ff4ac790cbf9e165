import { defineAsyncComponent, type Component } from 'vue'

// What stands around every page of who has signed in comes as one file.
const part = (name: keyof typeof import('./frameParts')) =>
  defineAsyncComponent<Component>(() => import('./frameParts').then((parts) => parts[name]))

export const AccountMenu = part('AccountMenu')
export const Bell = part('Bell')
export const SideMenu = part('SideMenu')
export const Toasts = part('Toasts')
