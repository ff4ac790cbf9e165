import { defineAsyncComponent, type Component } from 'vue'

// What stands around every page of who has signed in comes as one file.
const part = (name: Exclude<keyof typeof import('./frameParts'), 'MENUS'>) =>
  defineAsyncComponent<Component>(() => import('./frameParts').then((parts) => parts[name]))

/** For what is loaded later: by importing them itself it would have a file with the menu, which all load first. */
export const menus = () => import('./frameParts').then((parts) => parts.MENUS)

export const AccountMenu = part('AccountMenu')
export const Bell = part('Bell')
export const SideMenu = part('SideMenu')
export const Toasts = part('Toasts')
