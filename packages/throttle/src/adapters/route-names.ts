/** Paths with parameters are many; those without come first and often. */
const mostKept = 2000;

/** The names of routes by method and URL, each worked out once as long as there is room: Fastify makes a new object with all it knows of a route each time it is asked. */
export class RouteNames {
  readonly #byUrl = new Map<string, Map<string, string | undefined>>();
  #kept = 0;

  of(method: string, url: string, name: () => string | undefined): string | undefined {
    const byMethod = this.#byUrl.get(url);
    const known = byMethod?.get(method);
    if (known !== undefined) return known;
    const found = name();
    if (this.#kept >= mostKept || found === undefined) return found;
    this.#kept += 1;
    if (byMethod === undefined) this.#byUrl.set(url, new Map([[method, found]]));
    else byMethod.set(method, found);
    return found;
  }
}
