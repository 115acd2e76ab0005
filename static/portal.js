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

// Questions that are asked one by one where there is no script are all on one page where there is.
{
  const form = document.querySelector("[data-with-script]");
  if (form) location.replace(form.dataset.withScript);
}

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

// An answer that comes while somebody types would take away what was typed since it was asked for. It is let go; leaving
// the field asks again, with all of it.
(() => {
  let late = null;

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const field = document.activeElement;
    if (!field.matches("input:not([type=checkbox], [type=radio])") || !detail.target.contains(field)) return;
    if (detail.requestConfig.formData.get(field.name) === field.value) return;
    detail.shouldSwap = false;
    late = field;
  });

  document.addEventListener("change", () => { late = null; }); // asks again by itself

  document.addEventListener("focusout", ({ target }) => {
    if (target === late) target.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();

// What is ticked for another form than the list around it, to be compared, is no choice of the list.
document.addEventListener("change", (event) => {
  if (event.target.form?.id === "compare") event.stopPropagation();
}, true);

// Suggestions under a field while somebody types in it: the combobox of the ARIA Authoring Practices. The focus stays in
// the field. What is said, and where to ask, is in _search_field.html. Enter without a suggestion sends the form as ever.
(() => {
  const WAIT = 120; // milliseconds without a key before the portal is asked
  const LEAST = 2; // letters, unless the field says otherwise
  let timer;
  let asked;
  const listOf = (field) => document.getElementById(`${field.id}-suggestions`);
  const chosenIn = (field) => listOf(field).querySelector("[aria-selected]");
  const isOpen = (field) => !listOf(field).hidden;
  const isTooShort = (field) => field.value.trim().length < Number(field.dataset.least ?? LEAST);

  function prepare() {
    for (const field of document.querySelectorAll("[data-suggest]:not([role])")) {
      field.type = "text"; // a field of the type search may not be a combobox
      field.enterKeyHint = "search";
      field.autocomplete = "off";
      field.setAttribute("role", "combobox");
      field.setAttribute("aria-autocomplete", "list");
      field.setAttribute("aria-expanded", "false");
      field.setAttribute("aria-controls", listOf(field).id);
      listOf(field).setAttribute("role", "listbox");
    }
  }

  function choose(field, option) {
    chosenIn(field)?.removeAttribute("aria-selected");
    field.removeAttribute("aria-activedescendant");
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function drop() {
    clearTimeout(timer);
    asked?.abort();
  }

  function close(field) {
    drop();
    show(field, []);
    listOf(field).nextElementSibling.textContent = "";
  }

  function show(field, suggestions) {
    const list = listOf(field);
    const { none, one, many } = field.dataset;
    const number = suggestions.length;
    choose(field);
    list.replaceChildren(...suggestions.map(({ text, kind, url, value }, n) => {
      const option = Object.assign(document.createElement("li"), { id: `${list.id}-${n}` });
      option.setAttribute("role", "option");
      Object.assign(option.dataset, url ? { url } : { value, text, kind });
      const beside = Object.assign(document.createElement("span"), { textContent: kind, className: "fact-note" });
      option.append(text, " ", beside);
      return option;
    }));
    list.hidden = !number;
    field.setAttribute("aria-expanded", String(number > 0));
    list.nextElementSibling.textContent = number > 1 ? `${many} ${number}` : number ? one : none;
  }

  async function ask(field) {
    const typed = field.value.trim();
    drop();
    if (isTooShort(field)) return;
    asked = new AbortController();
    const { signal } = asked;
    const address = new URL(field.dataset.suggest, location.href);
    address.searchParams.set("q", typed);
    try {
      const answer = await fetch(address, { signal });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (field === document.activeElement) show(field, suggestions);
    } catch { /* dropped for a later one, or no answer: the field works without */ }
  }

  function take(field, option) {
    close(field);
    const { url } = option.dataset;
    if (url) location.assign(url);
    else field.dispatchEvent(new CustomEvent("picked", { bubbles: true, detail: option.dataset })); // static/forms.js
  }

  document.addEventListener("input", ({ target }) => {
    if (!target.matches?.("[role=combobox]")) return;
    drop();
    choose(target);
    if (isTooShort(target)) close(target);
    else timer = setTimeout(ask, WAIT, target);
  });

  document.addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (!target.matches?.("[role=combobox]") || event.isComposing) return;
    const options = [...listOf(target).children];
    const at = options.indexOf(chosenIn(target));
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      const past = key === "ArrowDown" ? at + 1 : (at < 0 ? options.length : at) - 1;
      if (isOpen(target)) choose(target, options[past]); // past either end one is back in the field
      else ask(target);
    } else if (key === "Escape") {
      if (isOpen(target)) {
        event.preventDefault();
        event.stopImmediatePropagation(); // closes the list, not the sheet of filters around it
      }
      close(target); // also the one that is still on its way
    } else if (key === "Enter") {
      if (at < 0) return close(target);
      event.preventDefault();
      take(target, options[at]);
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) {
      choose(target); // back to the text, where these keys move
    }
  });

  document.addEventListener("focusout", ({ target }) => {
    if (target.isConnected && target.matches?.("[role=combobox]")) close(target);
  });

  document.addEventListener("mousedown", (event) => {
    if (event.target.closest(".suggestions")) event.preventDefault(); // the focus stays, or the list would close
  });

  document.addEventListener("click", ({ target }) => {
    const option = target.closest("[role=option]");
    if (option) take(document.querySelector(`[aria-controls="${option.parentElement.id}"]`), option);
  });

  document.addEventListener("htmx:afterSwap", prepare);
  document.addEventListener("row-added", prepare);
  prepare();
})();

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
