/** Ends what was opened, the last first. Node 20 has no `AsyncDisposableStack`. */
export interface Opened extends AsyncDisposable {
  use<Resource extends AsyncDisposable>(resource: Resource): Resource;
}

/** Starts with nothing to end. */
export function createOpened(): Opened {
  const resources: AsyncDisposable[] = [];
  return {
    use: (resource) => {
      resources.push(resource);
      return resource;
    },
    [Symbol.asyncDispose]: async () => {
      for (const resource of resources.reverse()) await resource[Symbol.asyncDispose]();
    },
  };
}
