// Every page works without this. When htmx has swapped a list, the new list comes with its panels as the server
// thinks best; this puts them back as the reader had them, so that a panel does not close under the hand.
(() => {
  let panels = new Map();

  document.addEventListener("htmx:beforeSwap", (event) => {
    const inside = event.detail.target.querySelectorAll("details[id]");
    panels = new Map([...inside].map((panel) => [panel.id, panel.open]));
  });

  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, open] of panels) {
      const panel = document.getElementById(id);
      if (panel) panel.open = open;
    }
    panels.clear();
  });
})();
