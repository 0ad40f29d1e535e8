// Dropping or choosing files: too large and wrong kinds are refused before anything is sent.

/** A size as people read it: 3,4 MB. */
export function writtenSize(bytes) {
  const units = ["B", "kB", "MB", "GB"];
  let size = bytes;
  let at = 0;
  while (size >= 1000 && at < units.length - 1) {
    size /= 1000;
    at += 1;
  }
  return `${size.toLocaleString("vi-VN", { maximumFractionDigits: size < 10 && at ? 1 : 0 })} ${units[at]}`;
}

/** The files that may not be sent, as {file, reason: "large" | "kind"}. accept is the field's list of endings. */
export function refused(files, maxMb, accept = "") {
  const endings = accept.split(",").map((one) => one.trim().toLowerCase()).filter((one) => one.startsWith("."));
  return [...files].flatMap((file) => {
    if (maxMb && file.size > maxMb * 1024 * 1024) return [{ file, reason: "large" }];
    if (endings.length && !endings.some((ending) => file.name.toLowerCase().endsWith(ending))) return [{ file, reason: "kind" }];
    return [];
  });
}

function show(box) {
  const field = box.querySelector("input[type=file]");
  const list = box.querySelector("[data-file-list]");
  const error = box.querySelector("[data-file-error]");
  const wrong = refused(field.files, Number(box.dataset.maxMb), field.accept);
  error.textContent = wrong
    .map(({ file, reason }) => `${reason === "large" ? error.dataset.tooLarge : error.dataset.wrongKind} ${file.name}`)
    .join(" ");
  box.classList.toggle("has-error", wrong.length > 0);
  field.setCustomValidity(error.textContent);
  list.replaceChildren(
    ...[...field.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name} · ${writtenSize(file.size)}`;
      return line;
    }),
  );
}

/** Starts every box marked data-file-drop. */
export function start(root) {
  root.addEventListener("change", (event) => {
    const box = event.target.closest("[data-file-drop]");
    if (box) show(box);
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    root.addEventListener(kind, (event) => event.target.closest?.("[data-file-drop]")?.classList.toggle("is-over", kind === "dragover"));
  }
}
