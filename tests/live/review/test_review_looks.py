"""The page can be read: contrast, names, and nothing that hangs over the edge."""

from __future__ import annotations

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'web'")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_text_has_contrast_and_nothing_hangs_over_the_edge(fill, open_page, width, scheme) -> None:
    fill(5)
    page = open_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.click("#rv-more summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [found for found in page.evaluate(LOW_CONTRAST) if found] == []
    assert page.evaluate(NAMELESS) == []


LOW_CONTRAST = """() => {
  const light = (text) => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map((v) => {
    v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (e) => { for (; e; e = e.parentElement) {
    const c = getComputedStyle(e).backgroundColor; if (!/, 0\\)$|transparent/.test(c)) return c; }
    return 'rgb(255, 255, 255)'; };
  return [...document.querySelectorAll('main *')].filter((e) => e.checkVisibility() &&
    [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()) &&
    !e.matches('style, script, option, .hidden')).map((e) => {
      const [a, b] = [light(getComputedStyle(e).color), light(ground(e))].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05) < 4.5 ? e.textContent.trim().slice(0, 30) : ''; });
}"""
"""WCAG 2.1: small text needs 4.5 to 1."""

NAMELESS = """() => [...document.querySelectorAll('button, select, input, img, progress')]
  .filter((e) => e.checkVisibility() && !(e.textContent.trim() || e.getAttribute('aria-label') ||
  e.labels?.length || e.hasAttribute('alt'))).map((e) => e.outerHTML)"""
