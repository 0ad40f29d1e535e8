// Mentioning people in a text: after “@” the names that fit are looked up at data-address and offered below the text.
// Arrow keys walk the list, Enter or Tab takes, Escape closes; without this script an account name is typed whole.
import { lookupAddress, nextPlace } from "./picker.js";

const TYPING_MS = 150;
const MOST_LETTERS = 40;
let lists = 0;

/** The words after the last “@” before the caret, with the place of the “@”; nothing where no name is being typed. */
export function typedName(text, caret) {
  const before = text.slice(0, caret);
  const at = before.lastIndexOf("@");
  if (at < 0 || (at > 0 && /[\p{L}\p{N}_.@]/u.test(before[at - 1]))) return null;
  const typed = before.slice(at + 1);
  return typed.length > MOST_LETTERS || /[\n@]| {2}|^ /.test(typed) ? null : { at, typed };
}

/** The text with the account in place of what was typed, and where the caret goes. */
export function withName(text, caret, at, account) {
  const put = `@${account} `;
  return { text: text.slice(0, at) + put + text.slice(caret).replace(/^ /, ""), caret: at + put.length };
}

async function fetchPeople(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  return answer.ok ? (await answer.json()).options : [];
}

/** Equips one text field. `look` fetches the people of an address (replaced in tests). */
export function equip(place, look = fetchPeople) {
  if (place.dataset.mentionsReady) return;
  place.dataset.mentionsReady = "yes";
  const root = place.ownerDocument;
  const field = place.querySelector("textarea");
  const list = root.createElement("div");
  list.className = "picker-list";
  list.id = `mentions-list-${(lists += 1)}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", place.dataset.found ?? "");
  list.hidden = true;
  place.append(list);
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  let people = [];
  let at = -1;
  let asked = 0;
  let timer;

  const close = () => {
    clearTimeout(timer);
    asked += 1; // an answer under way comes too late
    list.hidden = true;
    at = -1;
    field.removeAttribute("aria-activedescendant");
  };
  const mark = (where) => {
    at = where;
    [...list.children].forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    if (at >= 0) field.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const take = (person) => {
    const name = typedName(field.value, field.selectionStart);
    if (!name) return close();
    const put = withName(field.value, field.selectionStart, name.at, person.key);
    field.value = put.text;
    field.setSelectionRange(put.caret, put.caret);
    close();
    field.dispatchEvent(new Event("input", { bubbles: true })); // the draft keeps it
  };
  const show = () => {
    list.replaceChildren(
      ...people.map((person, number) => {
        const row = root.createElement("div");
        row.className = "picker-option";
        row.id = `${list.id}-${number}`;
        row.setAttribute("role", "option");
        const name = root.createElement("span");
        name.textContent = person.text;
        const note = root.createElement("small");
        note.textContent = [`@${person.key}`, person.note].filter(Boolean).join(" · ");
        row.append(name, note);
        row.addEventListener("pointerdown", (event) => event.preventDefault()); // the text keeps the focus
        row.addEventListener("click", () => take(person));
        return row;
      }),
    );
    list.hidden = !people.length;
    if (people.length) mark(0);
  };
  const search = async () => {
    const name = typedName(field.value, field.selectionStart);
    if (!name) return close();
    const mine = (asked += 1);
    try {
      const found = await look(lookupAddress(place.dataset.address, name.typed));
      if (mine !== asked) return;
      people = found;
      show();
    } catch {
      close(); // the line is down: the name can be typed whole
    }
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    if (typedName(field.value, field.selectionStart)) timer = setTimeout(search, TYPING_MS);
    else close();
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || !people.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(nextPlace(at, event.key === "ArrowDown" ? 1 : -1, people.length));
    } else if ((event.key === "Enter" || event.key === "Tab") && at >= 0) {
      event.preventDefault();
      take(people[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  field.addEventListener("blur", close);
}

/** Starts every text in which people can be mentioned. */
export function start(root) {
  root.querySelectorAll("[data-mentions]").forEach((place) => equip(place));
}
