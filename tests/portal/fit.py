"""Whether a page shows its texts in full: none is cut, and none lies on another one."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.portal.pages import accessibility_violations, be_still, light_up, picture, settle

# A text is cut when it reaches over the edge of what hides whatever is outside. What can be scrolled is not cut, nor is
# what ends in dots on purpose.
_CUT = """large => {
    const root = document.querySelector('.v-overlay--active .v-overlay__content') ?? document.body
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    const apart = '.d-sr-only, .skip, .text-truncate, .v-skeleton-loader' + (large ? ', .v-field-label' : '')
    const seen = one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    const wrong = []
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement
        if (!walker.currentNode.data.trim() || !seen(parent) || parent.closest(apart)) continue
        range.selectNodeContents(walker.currentNode)
        const boxes = [...range.getClientRects()]
        for (let around = parent; around && around !== document.body; around = around.parentElement) {
            const { overflowX, overflowY, position } = getComputedStyle(around)
            const edge = around.getBoundingClientRect()
            const hides = way => way === 'hidden' || way === 'clip'
            const cut = boxes.some(box =>
                hides(overflowX) && (box.right > edge.right + 1 || box.left < edge.left - 1) ||
                hides(overflowY) && (box.bottom > edge.bottom + 3 || box.top < edge.top - 3))
            if (cut) {
                wrong.push(`cut by ${around.className}: ${walker.currentNode.data.trim().slice(0, 40)}`)
                break
            }
            if (position === 'fixed' || /auto|scroll/.test(overflowX + overflowY)) break
        }
    }
    const parts = [...root.querySelectorAll('.v-btn, .v-chip, .button, .state')].filter(seen)
    const outside = parts.filter(one => {
        const card = one.closest('.v-card, .panel, article')
        return card && one.getBoundingClientRect().right > card.getBoundingClientRect().right + 1
            && !one.closest('.v-table__wrapper, .rows, .d-sr-only')
    })
    const aside = [...root.querySelectorAll('.rows.cards')]
        .filter(one => one.scrollWidth > one.clientWidth + 1)
    wrong.push(...aside.map(one => `a list of ${one.scrollWidth} px in ${one.clientWidth}`))
    return [...wrong, ...outside.map(one => `out of its card: ${one.innerText.trim().slice(0, 40)}`)]
}"""
# The text below a field and the label of the next one, which lies on that field's upper border.
_OVERLAPPING = """() => {
    const root = document.querySelector('.v-overlay--active .v-overlay__content') ?? document
    const boxes = selector => [...root.querySelectorAll(selector)]
        .filter(one => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && one.innerText.trim())
        .map(one => ({ box: one.getBoundingClientRect(), text: one.innerText.trim().slice(0, 40) }))
    const labels = boxes('.v-field-label, .v-label, legend, h2, h3')
    return boxes('.v-messages__message').flatMap(said => labels
        .filter(({ box }) => box.top < said.box.bottom - 0.5 && said.box.top < box.bottom - 0.5
            && box.left < said.box.right && said.box.left < box.right)
        .map(label => `"${said.text}" over "${label.text}"`))
}"""
# A word that goes on in the next line without a hyphen.
_BROKEN = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    const wrong = []
    while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode
        if (!parentElement.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
        for (const { index, 0: word } of data.matchAll(/[\\p{L}\\p{M}]{4,}/gu)) {
            range.setStart(walker.currentNode, index)
            range.setEnd(walker.currentNode, index + word.length)
            const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)))
            if (lines.size > 1) wrong.push(`broken within a word: ${word}`)
        }
    }
    return wrong
}"""
_SEEN = "data-seen"
_GO = f"""address => {{
    document.querySelectorAll('h1').forEach(one => one.setAttribute('{_SEEN}', ''))
    history.pushState(null, '', address)
    dispatchEvent(new PopStateEvent('popstate'))
}}"""
USUAL, LARGE = "100%", "200%"
_SIZE = "size => document.documentElement.style.fontSize = size"


def fits(page: Page, name: str) -> None:
    """Fails where a text is cut, or lies on another one, at its usual size and at 200 %.

    At its usual size there is room for every word in one line.
    """
    settle(page)
    wrong = list(page.evaluate(_BROKEN))
    for size in (LARGE, USUAL):
        page.evaluate(_SIZE, size)
        be_still(page)
        wrong += [f"{size} {one}" for one in (*page.evaluate(_CUT, size == LARGE), *page.evaluate(_OVERLAPPING))]
    assert wrong == [], "\n".join([f"{name} does not show in full:", *wrong])


def misfits(page: Page, addresses: list[str], dark: bool = False) -> list[str]:
    """What does not show in full on each page; if `dark`, also what cannot be read there in the dark."""
    page.goto(addresses[0])
    page.get_by_role("heading").first.wait_for()
    found = misfits_here(page, addresses[0], dark)
    for address in addresses[1:]:
        # As by a link: the portal is not begun anew, which takes longer than to look at the page.
        page.evaluate(_GO, address)
        page.locator(f"h1:not([{_SEEN}])").first.wait_for()
        found += misfits_here(page, address, dark)
    return found


def misfits_here(page: Page, name: str, dark: bool = False) -> list[str]:
    try:
        fits(page, name)
    except AssertionError as wrong:
        return [str(wrong)]
    return unread_in_the_dark(page, name) if dark else []


def unread_in_the_dark(page: Page, name: str) -> list[str]:
    """Only what a change of colours can break is looked at again."""
    light_up(page, "dark")
    wrong = accessibility_violations(page, "color-contrast")
    picture(page, f"gelap{name.replace('/', '-').partition('?')[0]}")
    light_up(page, "light")
    return [f"{name} in the dark: {one}" for one in wrong]
