// Every page works without this. When htmx has swapped a list, its panels come as the server thinks best; this puts
// them back as the reader had them, so that no panel closes under the hand, and the focus with them: htmx restores
// the focus too early, while the panel around it may still be closed. What had the focus may be gone from the new
// list; then its heading, with the number of hits, has it.
(() => {
  let panels = [];
  let compared = [];
  let focused = null;

  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    panels = [...target.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]);
    compared = [...target.querySelectorAll("[form=compare]:checked")].map(({ id }) => id);
    focused = target.contains(document.activeElement) ? document.activeElement : null;
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, open] of panels) {
      const panel = document.getElementById(id);
      if (panel) panel.open = open;
    }
    for (const id of compared) {
      const box = document.getElementById(id);
      if (box) box.checked = true;
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

// What is ticked for another form than the list around it, to be compared, is no choice of the list.
document.addEventListener("change", (event) => {
  if (event.target.form?.id === "compare") event.stopPropagation();
}, true);

// On a narrow screen the open filters are a sheet over the page. The rest of the page then waits: neither Tab nor a
// screen reader gets behind the sheet. Escape and "Show hits" close it.
(() => {
  const narrow = matchMedia("(scripting: enabled) and (max-width: 63.99rem)");
  const sheet = () => document.getElementById("filters");
  const isOpen = () => narrow.matches && sheet()?.open;

  function settle() {
    const waiting = new Set();
    for (let part = isOpen() ? sheet() : null; part && part !== document.body; part = part.parentElement) {
      for (const other of part.parentElement.children) {
        if (other !== part && other.id !== "hits") waiting.add(other);
      }
    }
    for (const part of document.querySelectorAll("[inert]")) part.inert = waiting.has(part);
    for (const part of waiting) part.inert = true;
  }

  function close() {
    sheet().open = false;
    settle(); // at once: what waits cannot take the focus
  }

  document.addEventListener("toggle", ({ target }) => {
    if (target === sheet()) settle();
  }, true);
  document.addEventListener("htmx:afterSwap", settle);
  narrow.addEventListener("change", settle);

  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !isOpen()) return;
    close();
    document.getElementById("filters-summary").focus();
  });

  document.addEventListener("click", ({ target }) => {
    if (target.id === "filters-show" && isOpen()) {
      close();
      document.getElementById("results-heading").focus();
    }
  }, true);
})();
