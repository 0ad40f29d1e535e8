// Half-written forms survive a closed tab: form data-draft="key" keeps its text fields on this machine until it is sent.
const KEEP_MS = 14 * 24 * 3600 * 1000;
const WRITE_AFTER_MS = 500;
const SKIPPED = new Set(["password", "file", "hidden", "submit", "button"]);

const storageKey = (form) => `draft:${form.dataset.draft}`;

/** What is worth keeping of a form: names and values; never passwords, files or hidden fields. */
export function written(form) {
  const values = {};
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.type)) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      if (field.checked) (values[field.name] ??= []).push(field.value);
    } else {
      (values[field.name] ??= []).push(field.value);
    }
  }
  return values;
}

/** Puts kept values back; a field the server filled differently since wins when `onlyEmpty`. Gives how many changed. */
export function restore(form, values) {
  let changed = 0;
  for (const field of form.elements) {
    if (!field.name || SKIPPED.has(field.type) || !(field.name in values)) continue;
    if (field.type === "checkbox" || field.type === "radio") {
      const checked = values[field.name].includes(field.value);
      changed += Number(field.checked !== checked);
      field.checked = checked;
    } else if (values[field.name].length === 1 && field.value !== values[field.name][0]) {
      changed += 1;
      field.value = values[field.name][0];
    }
  }
  return changed;
}

/** Starts every form marked data-draft; an element with data-draft-note in it is shown when something was put back. */
export function start(root, storage = window.localStorage, now = () => Date.now()) {
  for (const form of root.querySelectorAll("form[data-draft]")) {
    try {
      const kept = JSON.parse(storage.getItem(storageKey(form)) ?? "null");
      if (kept && now() - kept.at < KEEP_MS && restore(form, kept.values)) {
        form.querySelector("[data-draft-note]")?.removeAttribute("hidden");
      } else if (kept && now() - kept.at >= KEEP_MS) {
        storage.removeItem(storageKey(form));
      }
    } catch {
      storage.removeItem(storageKey(form));
    }
  }
  let timer;
  root.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      try {
        storage.setItem(storageKey(form), JSON.stringify({ at: now(), values: written(form) }));
      } catch {
        // the machine keeps nothing (full or private mode): the form still works
      }
    }, WRITE_AFTER_MS);
  });
  root.addEventListener("click", (event) => {
    const drop = event.target.closest("[data-draft-drop]");
    if (!drop) return;
    storage.removeItem(storageKey(drop.form ?? drop.closest("form")));
    window.location.reload();
  });
  // The server says with the header HX-Trigger: draft-saved, or a full page with data-draft-sent="key", that it has it.
  root.addEventListener("draft-saved", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form) storage.removeItem(storageKey(form));
  });
  for (const sent of root.querySelectorAll("[data-draft-sent]")) storage.removeItem(`draft:${sent.dataset.draftSent}`);
}
