import {
  mdiAlertCircle,
  mdiAlertOutline,
  mdiCheckCircle,
  mdiChevronLeft,
  mdiChevronRight,
  mdiClose,
  mdiCloseCircle,
  mdiInformation,
} from '@mdi/js'

const svg = (path: string) => `svg:${path}`

/** The icons that the library's own controls show, of those that the portal uses. */
export const aliases = {
  clear: svg(mdiCloseCircle),
  close: svg(mdiClose),
  error: svg(mdiAlertCircle),
  info: svg(mdiInformation),
  next: svg(mdiChevronRight),
  prev: svg(mdiChevronLeft),
  success: svg(mdiCheckCircle),
  warning: svg(mdiAlertOutline),
}
