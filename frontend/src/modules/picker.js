// Fields in which one types to choose (data-picker): what is typed is looked up at data-address and offered below.
// Arrow keys walk the list, Enter takes, Escape closes; without this script the server looks the sent text up.
const TYPING_MS = 200;
let lists = 0;

/** The address that looks a text up: the field's own, with `q`. */
export function lookupAddress(address, text) {
  return `${address}${address.includes("?") ? "&" : "?"}q=${encodeURIComponent(text)}`;
}

/** The place to go to from `at` among `count` options, round the ends; -1 is none. */
export function nextPlace(at, step, count) {
  if (!count) return -1;
  if (at < 0) return step > 0 ? 0 : count - 1;
  return (at + step + count) % count;
}

async function fetchOptions(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  return answer.ok ? (await answer.json()).options : [];
}

function addTag(picker, option) {
  const chosen = picker.querySelector("[data-picker-chosen]");
  const taken = [...chosen.querySelectorAll("input")].find((box) => box.value === option.key);
  if (taken) {
    taken.checked = true;
    return;
  }
  const tag = picker.ownerDocument.createElement("label");
  tag.className = "picker-tag";
  const box = picker.ownerDocument.createElement("input");
  Object.assign(box, { type: "checkbox", name: `${picker.dataset.name}_key`, value: option.key, checked: true });
  const text = picker.ownerDocument.createElement("span");
  text.textContent = option.text;
  tag.append(box, text);
  chosen.append(tag);
}

/** Makes one picker a combobox. `look` fetches the options of an address (replaced in tests). */
export function equip(picker, look = fetchOptions) {
  if (picker.dataset.pickerReady) return;
  picker.dataset.pickerReady = "yes";
  const field = picker.querySelector('input[type="search"]');
  const key = picker.querySelector('input[type="hidden"]');
  const many = "many" in picker.dataset;
  const list = picker.ownerDocument.createElement("div");
  list.className = "picker-list";
  list.id = `picker-list-${(lists += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", picker.dataset.found ?? "");
  list.hidden = true;
  picker.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  field.setAttribute("aria-expanded", "false");
  let options = [];
  let at = -1;
  let asked = 0;
  let timer;

  const close = () => {
    clearTimeout(timer);
    asked += 1; // an answer under way comes too late
    list.hidden = true;
    at = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (place) => {
    at = place;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    const row = at < 0 ? null : list.children[at];
    if (row) field.setAttribute("aria-activedescendant", row.id);
    else field.removeAttribute("aria-activedescendant");
    row?.scrollIntoView?.({ block: "nearest" });
  };
  const tell = () => field.form?.dispatchEvent(new CustomEvent("picked", { bubbles: true }));
  const take = (option) => {
    if (many) {
      addTag(picker, option);
      field.value = "";
    } else {
      field.value = option.text;
      key.value = option.key;
    }
    picker.querySelector(".picker-options")?.remove(); // the question of the page is answered
    close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
    tell();
  };
  const show = () => {
    list.replaceChildren(
      ...options.map((option, number) => {
        const row = picker.ownerDocument.createElement("div");
        row.className = "picker-option";
        row.id = `${list.id}-${number}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        const name = picker.ownerDocument.createElement("span");
        name.textContent = option.label ?? option.text;
        row.append(name);
        if (option.note) {
          const note = picker.ownerDocument.createElement("small");
          note.textContent = option.note;
          row.append(note);
        }
        row.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
        row.addEventListener("click", () => take(option));
        return row;
      }),
    );
    if (!options.length) {
      const nothing = picker.ownerDocument.createElement("div");
      nothing.className = "picker-nothing";
      nothing.textContent = picker.dataset.nothing;
      list.append(nothing);
    }
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    mark(options.length === 1 ? 0 : -1);
  };
  const search = async () => {
    const text = field.value.trim();
    if (!text) return close();
    const mine = (asked += 1);
    try {
      const found = await look(lookupAddress(picker.dataset.address, text));
      if (mine !== asked) return;
      options = found;
      show();
    } catch {
      close(); // the line is down: the typed text is looked up when the form is sent
    }
  };
  field.addEventListener("input", (event) => {
    if (key) key.value = "";
    clearTimeout(timer);
    if (event.isComposing) return; // a Vietnamese input method is still at the word
    if (field.value.trim()) timer = setTimeout(search, TYPING_MS);
    else {
      close();
      tell();
    }
  });
  field.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(search, TYPING_MS);
  });
  field.addEventListener("keydown", (event) => {
    const open = !list.hidden && options.length > 0;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (open) mark(nextPlace(at, event.key === "ArrowDown" ? 1 : -1, options.length));
      else search();
    } else if (event.key === "Enter" && open && at >= 0) {
      event.preventDefault();
      take(options[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  field.addEventListener("blur", close);
}

/** Starts every picker of the page, also those that are swapped in later. */
export function start(root) {
  const startAll = () => root.querySelectorAll("[data-picker]").forEach((picker) => equip(picker));
  startAll();
  root.addEventListener("htmx:after:swap", startAll);
}
