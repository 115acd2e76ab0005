"""Looks at an open page for what no rule of axe sees: text cut off, text over text, a page that scrolls sideways.

Boxes are measured, not pixels: a line of text is as high as its small letters, so that lines set tight do not count as
overlapping; what is meant for screen readers alone, or has scrolled out of its frame, does not count as cut off.
"""

CROWDED = """() => {
    const problems = [], boxes = [];
    const named = ({ node, box }) => `"${(node.data ?? node.id ?? "").trim().slice(0, 40) || node.nodeName}"`
        + ` at ${Math.round(box.left)},${Math.round(box.top + scrollY)}`;
    const shown = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const forScreenReaders = element => element && (element.matches(".skip-link:not(:focus)")
        || getComputedStyle(element).clipPath === "inset(50%)" || forScreenReaders(element.parentElement));
    // What stays put lies over what scrolls beneath it, and is compared with itself alone.
    const layer = element => !element || /fixed|sticky/.test(getComputedStyle(element).position)
        ? element : layer(element.parentElement);
    // What is left of a box in all that it scrolls in; null when none is, or when something else cuts it off.
    const seen = (node, box) => {
        for (let around = node.parentElement; around && around !== document.body; around = around.parentElement) {
            const style = getComputedStyle(around), frame = around.getBoundingClientRect();
            if (/auto|scroll/.test(style.overflowX + style.overflowY)) {
                box = { left: Math.max(box.left, frame.left), right: Math.min(box.right, frame.right),
                    top: Math.max(box.top, frame.top), bottom: Math.min(box.bottom, frame.bottom) };
                if (box.left >= box.right || box.top >= box.bottom) return null;
            } else if (/hidden|clip/.test(style.overflowX + style.overflowY)
                && (box.left < frame.left - 1 || box.right > frame.right + 1
                    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)) {
                problems.push(`${named({ node, box })} is cut off`);
                return null;
            }
        }
        return box;
    };
    const add = (node, { left, right, top, bottom }) => {
        const box = seen(node, { left, right, top, bottom });
        if (box) boxes.push({ node, box, layer: layer(node.parentElement) });
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
        const node = walker.currentNode, element = node.parentElement;
        if (!node.data.trim() || !shown(element) || forScreenReaders(element)) continue;
        range.selectNodeContents(node);
        for (const { left, right, top, bottom, height } of range.getClientRects()) {
            if (right - left < 1) continue;
            add(node, { left, right, top: top + height * 0.25, bottom: bottom - height * 0.25 });
        }
    }
    const others = "input:not([type=hidden]), select, textarea, button, [role=img], img";
    for (const node of document.querySelectorAll(others)) {
        if (!shown(node) || forScreenReaders(node)) continue;
        const box = node.getBoundingClientRect();
        add(node, box);
        if (node.matches("select, button, input") && node.scrollHeight > node.clientHeight + 1)
            problems.push(`${named({ node, box })} is too low for its text`);
    }
    boxes.sort((a, b) => a.box.top - b.box.top);
    boxes.forEach((one, index) => {
        for (const other of boxes.slice(index + 1)) {
            if (other.box.top >= one.box.bottom - 1) break;
            if (one.node === other.node || one.layer !== other.layer) continue;
            if (one.node.contains(other.node) || other.node.contains(one.node)) continue;
            const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
            if (across > 1) problems.push(`${named(one)} lies over ${named(other)}`);
        }
    });
    const wide = document.documentElement.scrollWidth;
    if (wide > innerWidth) problems.push(`the page scrolls sideways: ${wide} in ${innerWidth} px`);
    return problems;
}"""

MOVED = """() => new Promise(resolve => {
    new PerformanceObserver(list => resolve(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
        .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0, 0)));
})"""

# What WCAG 1.4.12 lets a reader set. A drawing keeps its letters: it is a picture of the table that goes with it.
SPACED = """on => {
    const sheet = new CSSStyleSheet();
    if (on) sheet.replaceSync(`
        * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
        svg, svg * { letter-spacing: normal !important; word-spacing: normal !important; }
        p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
}"""


def moved(page):
    """How much has moved under the reader's eyes since the page began to show: the sum of its layout shifts."""
    return page.evaluate(MOVED)


SHEET = "details.filters"


def unfold(page):
    """Open every panel of the page: what is folded away is looked at by nothing. The sheet of filters is left alone,
    because on a narrow screen it hides all the rest."""
    page.locator(f"details:not({SHEET})").evaluate_all("all => all.forEach(panel => { panel.open = true })")


def with_sheet_open(page, look):
    """What ``look()`` finds on a narrow screen in the sheet of filters; nothing where the page has none."""
    sheet = page.locator(SHEET)
    if not sheet.count():
        return []
    sheet.evaluate("sheet => { sheet.open = true }")
    found = look()
    sheet.evaluate("sheet => { sheet.open = false }")
    return found


def crowded(page):
    """What is cut off, lies over something else or runs out of the page that is open, as sentences."""
    return page.evaluate(CROWDED)


def crowded_when_large_or_spaced(page):
    """The same with text at 200 % on half a screen and a whole one, and with the spacing of WCAG 1.4.12."""
    found = []
    unfold(page)
    for how, width in [("200 %", 1280), ("200 %", 640), ("spaced", 1280), ("spaced", 320)]:
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("size => { document.documentElement.style.fontSize = size }", "200%" if how == "200 %" else "")
        page.evaluate(SPACED, how == "spaced")
        problems = crowded(page)
        if width < 1024:
            problems += with_sheet_open(page, lambda: crowded(page))
        found += [f"{page.url}, {width} px, {how}: {problem}" for problem in problems]
    page.evaluate(SPACED, False)
    return found
