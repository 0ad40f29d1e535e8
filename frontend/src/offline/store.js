// The queue on this machine: what people wrote without a line, in the order of writing, with the files that belong to it.
// IndexedDB, because the service worker reads it too and because files fit in. Tests use tests/memory-store.js instead.
const NAME = "honglam-offline";
const VERSION = 1;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const finished = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });

/** Opens the queue. Rejects where the browser keeps nothing (private windows of old browsers). */
export async function openStore(factory = indexedDB) {
  const opening = factory.open(NAME, VERSION);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("entries", { keyPath: "id", autoIncrement: true });
    opening.result.createObjectStore("blobs");
    opening.result.createObjectStore("facts");
  };
  const database = await done(opening);
  database.onversionchange = () => database.close();
  return new Store(database);
}

class Store {
  constructor(database) {
    this.database = database;
  }

  /** Puts an entry at the end; `blobs` are its files by key. Gives its id: ids grow with time. */
  async add(entry, blobs = new Map()) {
    const transaction = this.database.transaction(["entries", "blobs"], "readwrite");
    const id = done(transaction.objectStore("entries").add(entry));
    for (const [key, blob] of blobs) transaction.objectStore("blobs").put(blob, key);
    await finished(transaction);
    return id;
  }

  /** The entries of one person, oldest first. */
  async list(owner) {
    const all = await done(this.database.transaction("entries").objectStore("entries").getAll());
    return all.filter((entry) => entry.owner === owner);
  }

  get(id) {
    return done(this.database.transaction("entries").objectStore("entries").get(id));
  }

  blob(key) {
    return done(this.database.transaction("blobs").objectStore("blobs").get(key));
  }

  /** Replaces an entry by `make(entry)` at one stroke; undefined where it is gone. */
  async change(id, make) {
    const transaction = this.database.transaction("entries", "readwrite");
    const entries = transaction.objectStore("entries");
    const entry = await done(entries.get(id));
    const changed = entry && make(entry);
    if (changed) entries.put(changed);
    await finished(transaction);
    return changed;
  }

  /** Takes an entry out, with its files. */
  async remove(id) {
    const transaction = this.database.transaction(["entries", "blobs"], "readwrite");
    const entry = await done(transaction.objectStore("entries").get(id));
    for (const file of entry?.files ?? []) transaction.objectStore("blobs").delete(file.key);
    transaction.objectStore("entries").delete(id);
    await finished(transaction);
  }

  /** A small fact kept beside the queue: who used this machine last. */
  fact(name) {
    return done(this.database.transaction("facts").objectStore("facts").get(name));
  }

  async setFact(name, value) {
    const transaction = this.database.transaction("facts", "readwrite");
    transaction.objectStore("facts").put(value, name);
    await finished(transaction);
  }
}
