// Fields to pick in, and rows to add, move and remove. Every form works without this: its buttons then ask the server.

// A field to pick in (templates/entry/_pick.html). The list of boxes or the <select> still holds what is picked, and is
// what the form sends; here it is hidden behind a combobox, whose list portal.js opens, and one chip for each box.
(() => {
  const valuesOf = (picker) => picker.querySelector("select, .picker__options");
  const inputOf = (picker) => picker.querySelector("[data-suggest]");
  const pickerOf = ({ target }) => target.closest?.("[data-picker]");
  const isOne = (picker) => picker.dataset.picker === "one";
  const checkedIn = (picker) => [...valuesOf(picker).querySelectorAll(":checked")];
  const textOf = (box) => box.closest("label").querySelector("span").textContent;
  const changed = (element) => element.dispatchEvent(new Event("change", { bubbles: true }));

  function say(picker, text) {
    picker.querySelector("[aria-live]").textContent = text;
  }

  function prepare(picker) {
    const values = valuesOf(picker);
    const input = inputOf(picker);
    const list = document.getElementById(`${input.id}-suggestions`);
    picker.dataset.ready = "";
    picker.querySelector(".picker__search").hidden = false;
    picker.querySelector("[name=search]").hidden = true;
    picker.querySelector("[name$='-asked']").value = "";
    values.hidden = true;
    if (isOne(picker)) {
      // What leads to the <select>, its label and the errors above, leads to the field.
      picker.querySelector(".picker__search label").remove();
      [input.id, values.id] = [values.id, `${values.id}-chosen`];
      list.id = `${input.id}-suggestions`;
      input.setAttribute("aria-controls", list.id);
      for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
        if (values.hasAttribute(name)) input.setAttribute(name, values.getAttribute(name));
      }
      input.required = values.required;
      values.required = false;
    } else {
      const chips = Object.assign(document.createElement("ul"), { className: "chips" });
      picker.prepend(chips);
    }
    input.dataset.name = input.name;
    show(picker, isOne(picker) && !values.value);
  }

  // What is picked stands in the field, or as chips. What is typed and not picked is sent too, or it would be lost.
  function show(picker, keepTyped) {
    const input = inputOf(picker);
    if (isOne(picker)) {
      const { value, selectedOptions } = valuesOf(picker);
      if (!keepTyped) input.value = value ? selectedOptions[0].dataset.text : "";
      input.name = value ? "" : input.dataset.name;
      return;
    }
    if (!keepTyped) input.value = "";
    const chips = picker.querySelector(".chips");
    chips.hidden = !checkedIn(picker).length;
    chips.replaceChildren(...checkedIn(picker).map((box) => {
      const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip" });
      chip.textContent = `${textOf(box)} ×`;
      chip.setAttribute("aria-label", `${picker.dataset.remove} ${textOf(box)}`);
      chip.dataset.value = box.value;
      const item = document.createElement("li");
      item.append(chip);
      return item;
    }));
  }

  function option(picker, { value, text }) {
    const made = Object.assign(document.createElement("option"), { value, textContent: text });
    made.dataset.text = text;
    valuesOf(picker).append(made);
    return made;
  }

  function box(picker, { value, text }) {
    const made = Object.assign(document.createElement("input"), { type: "checkbox", value, name: inputOf(picker).dataset.name.slice(0, -2) });
    const [item, label] = ["li", "label"].map((name) => document.createElement(name));
    label.append(made, Object.assign(document.createElement("span"), { textContent: text }));
    item.append(label);
    valuesOf(picker).append(item);
    return made;
  }

  function remove(picker, value, focus) {
    const chips = [...picker.querySelectorAll(".chip")];
    const at = chips.findIndex((chip) => chip.dataset.value === value);
    const taken = checkedIn(picker).find((checked) => checked.value === value);
    taken.checked = false;
    show(picker, true);
    if (focus) (picker.querySelectorAll(".chip")[Math.min(at, chips.length - 2)] ?? inputOf(picker)).focus();
    say(picker, `${picker.dataset.removed} ${textOf(taken)}`);
    changed(taken);
  }

  document.addEventListener("picked", (event) => {
    const picker = pickerOf(event);
    const { value, text } = event.detail;
    const there = valuesOf(picker).querySelector(`[value="${value}"]`);
    const picked = there ?? (isOne(picker) ? option : box)(picker, event.detail);
    if (isOne(picker)) valuesOf(picker).value = value;
    else picked.checked = true;
    show(picker);
    say(picker, `${picker.dataset.chosen} ${text}`);
    changed(isOne(picker) ? valuesOf(picker) : picked);
  });

  // Other text than that of what was picked: it is picked no more.
  document.addEventListener("input", (event) => {
    const picker = pickerOf(event);
    if (!picker || !isOne(picker) || !valuesOf(picker).value) return;
    valuesOf(picker).value = "";
    show(picker, true);
    changed(valuesOf(picker));
  });

  document.addEventListener("keydown", (event) => {
    const picker = pickerOf(event);
    if (!picker || event.target !== inputOf(picker) || event.isComposing) return;
    if (event.key === "Enter") event.preventDefault(); // would press the first button of the form
    if (event.key === "Backspace" && !isOne(picker) && !event.target.value && checkedIn(picker).length) {
      remove(picker, checkedIn(picker).at(-1).value);
    }
  });

  document.addEventListener("click", (event) => {
    const chip = event.target.closest("button.chip");
    if (chip?.closest("[data-picker]")) remove(chip.closest("[data-picker]"), chip.dataset.value, true);
  });

  const prepareAll = () => document.querySelectorAll("[data-picker]:not([data-ready])").forEach(prepare);
  document.addEventListener("htmx:afterSwap", prepareAll);
  document.addEventListener("row-added", prepareAll);
  prepareAll();
})();

// Rows (templates/entry/_rows.html). A removed row stays in the form, hidden and marked, as it does without script.
(() => {
  const rowsIn = (part) => [...part.querySelector("ol").children].filter((row) => !row.hidden);
  const field = (part, row, name) => part.querySelector(`[name="${row.dataset.row}-${name}"]`);
  const changed = (part) => part.dispatchEvent(new Event("change", { bubbles: true }));

  function settle(part, said) {
    const rows = rowsIn(part);
    rows.forEach((row, n) => { field(part, row, "ORDER").value = n + 1; });
    const full = rows.length >= Number(part.dataset.most);
    part.querySelector("[data-full-text]").hidden = !full;
    part.querySelector("[name^=add-]").hidden = full;
    part.querySelector(":scope > [aria-live]").textContent = full ? `${said} ${part.dataset.full}` : said;
    changed(part);
  }

  function add(part) {
    const total = part.querySelector("[name$='-TOTAL_FORMS']");
    const made = document.createElement("template");
    made.innerHTML = part.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
    const row = made.content.firstElementChild;
    total.value = Number(total.value) + 1;
    part.querySelector("ol").append(row);
    document.dispatchEvent(new Event("row-added"));
    row.querySelector("input:not([type=hidden]):not([hidden]), select:not([hidden]), textarea").focus();
    settle(part, `${part.dataset.added} ${rowsIn(part).length}.`);
  }

  function remove(part, row) {
    const at = rowsIn(part).indexOf(row);
    field(part, row, "DELETE").value = "on";
    row.hidden = true;
    settle(part, `${part.dataset.removed} ${rowsIn(part).length}.`);
    const next = rowsIn(part)[at] ?? rowsIn(part)[at - 1];
    (next?.querySelector("[name^=remove-]") ?? part.querySelector("[name^=add-]")).focus();
  }

  function move(part, row, button, up) {
    const rows = rowsIn(part);
    const other = rows[rows.indexOf(row) + (up ? -1 : 1)];
    if (other) (up ? other.before(row) : other.after(row));
    button.focus();
    settle(part, `${part.dataset.moved} ${rowsIn(part).indexOf(row) + 1}.`);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[name]");
    const part = button?.closest("[data-rows]");
    const pressed = part && button.name.split(`-${part.dataset.rows}`)[0];
    if (!["add", "up", "down", "remove"].includes(pressed)) return;
    event.preventDefault();
    const row = button.closest("[data-row]");
    if (pressed === "add") add(part);
    else if (pressed === "remove") remove(part, row);
    else move(part, row, button, pressed === "up");
  });
})();

// A form that is saved while one types (templates/mine/step.html). Its button waits for a save that is on its way, whose
// answer tells what is known already; else one's own text would come back as somebody else's. What has been typed since
// the latest save goes along when the page is left.
(() => {
  const form = document.getElementById("step");
  if (!form) return;
  let unsaved = false;
  let saving = false;
  let pressed = null;

  for (const name of ["input", "change"]) form.addEventListener(name, () => { unsaved = true; });

  form.addEventListener("htmx:beforeRequest", () => { [saving, unsaved] = [true, false]; });

  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    saving = false;
    unsaved ||= !detail.successful;
    const button = pressed;
    pressed = null;
    if (button) form.requestSubmit(button);
  });

  form.addEventListener("submit", (event) => {
    unsaved = false;
    if (!saving) return;
    event.preventDefault();
    pressed = event.submitter;
  });

  function saveAndLeave() {
    unsaved = false;
    return fetch(form.action, { method: "POST", body: new FormData(form), headers: { "HX-Request": "true" }, keepalive: true });
  }

  // The page that the link leads to is to know of it.
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    const elsewhere = link && link.pathname !== location.pathname;
    if (!elsewhere || !(unsaved || saving) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await saveAndLeave();
    } finally {
      location.assign(link.href);
    }
  });

  window.addEventListener("pagehide", () => { if (unsaved) saveAndLeave(); });
})();
