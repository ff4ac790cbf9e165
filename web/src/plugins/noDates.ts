/**
 * In place of the library's calendar arithmetic, which every first page would have to load: no control of the portal
 * uses it, since days and hours are typed into the browser's own fields.
 */
export class VuetifyDateAdapter {
  locale = 'id'
}
