/** Paths with parameters are many; those without come first and often. */
const mostKept = 2000;

/** The names of routes by method and URL, each worked out once as long as there is room: Fastify makes a new object with all it knows of a route each time it is asked. */
export class RouteNames {
  readonly #byUrl = new Map<string, Map<string, string>>();
  #kept = 0;

  of(method: string, url: string): string | undefined {
    return this.#byUrl.get(url)?.get(method);
  }

  /** Keeps a name if there is room. @returns the name */
  keep<Name extends string | undefined>(method: string, url: string, name: Name): Name {
    if (this.#kept >= mostKept || name === undefined) return name;
    this.#kept += 1;
    const byMethod = this.#byUrl.get(url);
    if (byMethod === undefined) this.#byUrl.set(url, new Map([[method, name]]));
    else byMethod.set(method, name);
    return name;
  }
}
