"""A window where everything is done by keys; each stop shows its focus, and Tab goes in the order one reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Self

from playwright.sync_api import ElementHandle, FilePayload, Locator, Response

from .window import Window

LONGEST = 200  # presses of Tab that any control lies within
# Of the element that has the focus: which one, where the target lies from it, and what is wrong with the stop. `way` is
# +1 after Tab, -1 after Shift+Tab and 0 after a key that stays in the control.
STOP = """(target, way) => {
  const stop = document.activeElement;
  const isRound = way > 0 && Boolean(document.lastStop) && stop.matches(".skip"); // past the end, to the first stop
  const isLost = isRound || stop === document.body || stop === document.documentElement;
  const from = isLost ? document.querySelector(":target") ?? document.body : stop;
  const areRadios = stop.type === "radio" && target?.type === "radio";
  const isSameGroup = areRadios && stop.name === target.name && stop.form === target.form;
  const told = (element) => {
    const words = element.innerText?.trim().slice(0, 40) ?? "";
    return `${element.outerHTML.replace(/\\s+/g, " ").slice(0, 140)} "${words}"`;
  };
  const faults = [];
  const sidesOfRing = (element, look) => {
    const room = parseFloat(look.outlineWidth) + parseFloat(look.outlineOffset);
    const own = element.getBoundingClientRect();
    const seen = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
      if (getComputedStyle(around).overflow === "visible") continue;
      const clip = around.getBoundingClientRect();
      seen.left = Math.max(seen.left, clip.left);
      seen.top = Math.max(seen.top, clip.top);
      seen.right = Math.min(seen.right, clip.right);
      seen.bottom = Math.min(seen.bottom, clip.bottom);
    }
    return [own.left - room >= seen.left, own.top - room >= seen.top, own.right + room <= seen.right,
      own.bottom + room <= seen.bottom].filter(Boolean).length;
  };
  const isBefore = (one, other) => Boolean(one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);

  if (!isLost) {
    const look = getComputedStyle(stop);
    const hasColour = (colour) => !/transparent|, 0\\)$|\\/ 0\\)$/.test(colour);
    const hasRing = look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 2 && hasColour(look.outlineColor);
    if (!hasRing) faults.push(`has the focus, and nothing shows it (outline ${look.outline})`);
    const kept = sidesOfRing(stop, look);
    const isHigh = stop.matches("textarea") || stop.offsetHeight > innerHeight / 2; // is brought in by a part of it
    if (kept < (isHigh ? 2 : 4)) faults.push(`shows its focus on ${kept} of four sides`);
    if (stop.tabIndex > 0) faults.push(`has the tabindex ${stop.tabIndex}`);
    const box = stop.getClientRects()[0];
    const sides = box && {
      left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth),
      top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight),
    };
    if (!sides || sides.right - sides.left < 8 || sides.bottom - sides.top < 8) {
      faults.push(`has the focus and cannot be seen: ${JSON.stringify(box)}`);
    } else {
      const over = document.elementFromPoint((sides.left + sides.right) / 2, (sides.top + sides.bottom) / 2);
      const own = [stop, ...(stop.labels ?? [])];
      if (!own.some((one) => one.contains(over))) faults.push(`lies under ${over ? told(over) : "nothing"}`);
    }
    const last = document.lastStop;
    if (way && last?.isConnected && last !== stop) {
      const [first, second] = way > 0 ? [last, stop] : [stop, last];
      const isWithin = first.contains(second);
      if (!isBefore(first, second)) faults.push(`is reached from ${told(last)}, against the order of the page`);
      const above = [...first.getClientRects()].at(-1);
      const below = second.getClientRects()[0];
      if (above && below && !isWithin) {
        const isHigher = below.bottom <= above.top + 1 && below.left < above.right - 1;
        const overlap = Math.min(above.bottom, below.bottom) - Math.max(above.top, below.top);
        const isLeft = overlap > Math.min(above.height, below.height) / 2 && below.right <= above.left + 1;
        if (isHigher || isLeft) faults.push(`does not stand ${way > 0 ? "after" : "before"} ${told(last)} for the eye`);
      }
    }
    document.lastStop = stop;
  }
  return {
    isLost, faults,
    isThere: Boolean(target) && (stop === target || isSameGroup),
    isAhead: !target || isBefore(from, target) || from.contains(target),
    what: told(stop),
  };
}"""
# Every control and link that a person who sees the page could want to reach, in the page's order.
REACHABLE = """() => {
  const kinds = "a[href], button, input:not([type=hidden]), select, textarea, summary, iframe, [tabindex='0']";
  const all = [...document.querySelectorAll(kinds)];
  const isSeen = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const isOneOfMany = (one) => one.type === "radio" && !one.checked && all.some((other) => other !== one
    && other.type === "radio" && other.name === one.name && other.form === one.form
    && (other.checked || all.indexOf(other) < all.indexOf(one)));
  return all.filter((one) => isSeen(one) && !one.matches(":disabled, [aria-hidden=true]") && !isOneOfMany(one))
    .map((one) => one.outerHTML.replace(/\\s+/g, " ").slice(0, 140));
}"""


class KeyboardWindow(Window):
    """Somebody without a mouse. What is looked for is reached with Tab or Shift+Tab from where the focus is."""

    is_fresh = True  # the page has just opened and nothing has the focus

    # The hand

    def write(self, control: Locator, value: str) -> None:
        self.reach(control)
        self.page.keyboard.press("Control+A")
        if value:
            self.page.keyboard.type(value)
        else:
            self.page.keyboard.press("Delete")
        assert control.input_value() == value, f"typed {value!r}, and there stands {control.input_value()!r}"

    def check(self, box: Locator) -> None:
        handle = self.reach(box)
        if not box.is_checked() and handle.evaluate("one => one === document.activeElement"):
            self._key(handle, "Space")
        for _ in range(LONGEST):
            if box.is_checked():
                return
            assert handle.evaluate("one => one.type") == "radio", f"Space does not tick {box}"
            self._key(handle, "ArrowDown")
        raise AssertionError(f"no arrow leads to {box}")

    def select(self, box: Locator, choice: str | re.Pattern[str]) -> None:
        handle = self.reach(box)
        offered: list[str] = handle.evaluate("box => [...box.options].map(one => one.label.trim())")
        wanted = next(
            place
            for place, label in enumerate(offered)
            if (label == choice if isinstance(choice, str) else choice.search(label))
        )
        steps = wanted - handle.evaluate("box => box.selectedIndex")
        for _ in range(abs(steps)):
            self._key(handle, "ArrowDown" if steps > 0 else "ArrowUp")
        chosen = handle.evaluate("box => box.selectedIndex")
        assert chosen == wanted, f"the arrows lead to {offered[chosen]}, not {offered[wanted]}"

    def give(self, control: Locator, file: str | Path | FilePayload) -> None:
        """The window where the system lets one choose among files is not the page's, and is passed by."""
        self.reach(control)
        with self.page.expect_file_chooser() as asked:
            self.page.keyboard.press("Space")
        asked.value.set_files(file)

    def _go(self, target: Locator, status: int = 200) -> Self:
        is_link = self.reach(target).evaluate("one => one.tagName === 'A'")
        return self.do(lambda: self.page.keyboard.press("Enter" if is_link else "Space"), status=status)

    def _arrived(self, response: Response | None, status: int) -> Self:
        self.is_fresh = True
        return super()._arrived(response, status)

    # The way there

    def reach(self, target: Locator) -> ElementHandle:
        """Press Tab, or Shift+Tab for what lies behind, until the target has the focus. Of radio buttons it is any
        of the group. Raises AssertionError with what was passed when it cannot be reached."""
        handle = target.element_handle()
        at = self._stop(handle, 0)
        assert self.is_fresh or not at["isLost"], f"the focus was lost before {target} at {self.page.url}"
        key = "Tab" if at["isAhead"] else "Shift+Tab"
        passed: list[str] = []
        while not at["isThere"]:
            way = "Tab" if at["isAhead"] else "Shift+Tab"
            assert way == key and len(passed) < LONGEST, self._not_reached(target, passed)
            self.page.keyboard.press(key)
            at = self._stop(handle, 1 if key == "Tab" else -1)
            passed.append(at["what"])
            assert not at["isLost"], self._not_reached(target, passed)
        return handle

    def tab_through(self) -> None:
        """From the top of a fresh page to its end. Raises AssertionError when Tab passes by what can be seen."""
        expected: list[str] = self.page.evaluate(REACHABLE)
        body = self.page.query_selector("body")
        assert body is not None
        met: list[str] = []
        for _ in range(LONGEST):
            self.page.keyboard.press("Tab")
            if self._stop(body, 1)["isLost"]:
                break
            met.append(self.page.evaluate("() => document.activeElement.outerHTML.replace(/\\s+/g, ' ').slice(0, 140)"))
        missed = [one for one in expected if one not in met]
        assert not missed, f"{self.page.url}: Tab does not come to\n" + "\n".join(missed)
        assert len(met) == len(expected), f"{self.page.url}: {len(met)} stops, not {len(expected)}:\n" + "\n".join(met)

    def _key(self, handle: ElementHandle, key: str) -> None:
        """A key that stays in the control."""
        self.page.keyboard.press(key)
        at = self._stop(handle, 0)
        assert at["isThere"], f"{key} led away from the control, to {at['what']}"
        assert not at["faults"], self._faulty(at)

    def _stop(self, target: ElementHandle, way: int) -> dict[str, Any]:
        at: dict[str, Any] = target.evaluate(STOP, way)
        if way:
            self.is_fresh = False
            assert not at["faults"], self._faulty(at)
        return at

    def _faulty(self, at: dict[str, Any]) -> str:
        return f"{self.page.url}: {at['what']}\n  " + "\n  ".join(at["faults"])

    def _not_reached(self, target: Locator, passed: list[str]) -> str:
        return f"{self.page.url}: the keyboard does not reach {target}. It went past\n" + "\n".join(passed)
