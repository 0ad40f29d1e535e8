// Sentences come from the page, in its language; “{0}” stands for what is known only here.

/** The sentence `name` of an element's data-said-… attributes. */
export function said(element, name, ...values) {
  let sentence = element?.dataset[`said${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
  for (const value of values) sentence = sentence.replace("{0}", value);
  return sentence;
}

/** 14:05 22/11/2026. */
export function moment(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return "";
  const two = (number) => String(number).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())} ${two(date.getDate())}/${two(date.getMonth() + 1)}/${date.getFullYear()}`;
}
