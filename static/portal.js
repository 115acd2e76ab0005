// Every page works without this. When htmx has swapped a list, its panels come as the server thinks best; this puts
// them back as the reader had them, so that no panel closes under the hand, and the focus with them: htmx restores
// the focus too early, while the panel around it may still be closed.
(() => {
  let panels = [];
  let focused = "";

  document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
    panels = [...target.querySelectorAll("details[id]")].map(({ id, open }) => [id, open]);
    focused = target.contains(document.activeElement) ? document.activeElement.id : "";
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, open] of panels) {
      const panel = document.getElementById(id);
      if (panel) panel.open = open;
    }
    if (focused && document.activeElement.id !== focused) {
      document.getElementById(focused)?.focus({ preventScroll: true });
    }
  });
})();
