// Every page works without this. When htmx has swapped a list, its panels come as the server thinks best; this puts
// them back as the reader had them, so that no panel closes under the hand, and the focus with them: htmx restores
// the focus too early, while the panel around it may still be closed. What had the focus may be gone from the new
// list; then its heading, with the number of hits, has it.
(() => {
  let panels = [];
  let focused = null;

  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    panels = [...target.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]);
    focused = target.contains(document.activeElement) ? document.activeElement : null;
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, open] of panels) {
      const panel = document.getElementById(id);
      if (panel) panel.open = open;
    }
    if (focused && !focused.isConnected) {
      const id = document.getElementById(focused.id) ? focused.id : "results-heading";
      document.getElementById(id)?.focus({ preventScroll: true });
    }
    focused = null;
  });
})();

// A field for a date changes with every key, and the first digit of a year makes it the year 2. While somebody types
// in it the list waits, until the field is left or Enter is pressed. A day that is picked is taken at once.
(() => {
  let typing = false;
  let waiting = false;
  const inDate = ({ target }) => target.matches?.("input[type=date]");

  document.addEventListener("keydown", (event) => {
    if (!inDate(event)) return;
    typing = event.key !== "Enter";
    if (!typing) waiting = false; // Enter sends the form
  });

  document.addEventListener("pointerdown", () => { typing = false; });

  document.addEventListener("change", (event) => {
    if (!inDate(event)) return;
    waiting = typing;
    if (waiting) event.stopPropagation();
  }, true);

  document.addEventListener("focusout", (event) => {
    if (!inDate(event) || !waiting) return;
    typing = false;
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
