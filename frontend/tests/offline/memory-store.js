// The queue in memory: the same verbs as src/offline/store.js.
export function memoryStore(entries = []) {
  const kept = new Map();
  const blobs = new Map();
  const facts = new Map();
  let last = 0;
  const store = {
    async add(entry, files = new Map()) {
      last += 1;
      kept.set(last, structuredClone({ ...entry, id: last }));
      for (const [key, blob] of files) blobs.set(key, blob);
      return last;
    },
    list: async (owner) => structuredClone([...kept.values()].filter((entry) => entry.owner === owner)),
    get: async (id) => structuredClone(kept.get(id)),
    blob: async (key) => blobs.get(key),
    async change(id, make) {
      if (!kept.has(id)) return undefined;
      kept.set(id, structuredClone(make(kept.get(id))));
      return structuredClone(kept.get(id));
    },
    async remove(id) {
      for (const file of kept.get(id)?.files ?? []) blobs.delete(file.key);
      kept.delete(id);
    },
    fact: async (name) => facts.get(name),
    setFact: async (name, value) => void facts.set(name, value),
    all: () => [...kept.values()],
    blobs,
  };
  for (const entry of entries) store.add(entry);
  return store;
}
