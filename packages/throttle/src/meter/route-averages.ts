/** Running averages of what the requests of a route used: what the next one is expected to use. The newest count most. */
export class RouteAverage {
  cpuUs = 0;
  units = 0;
  #measured = 0;
  #requests = 0;

  /** Too little is known to expect anything. */
  get unknown(): boolean {
    return this.#measured < 4;
  }

  learnCpu(cpuUs: number): void {
    this.#measured = Math.min(this.#measured + 1, memory);
    this.cpuUs += (cpuUs - this.cpuUs) / this.#measured;
  }

  learnUnits(units: number): void {
    this.#requests = Math.min(this.#requests + 1, memory);
    this.units += (units - this.units) / this.#requests;
  }
}

/** Each request moves an average by a 64th at least. */
const memory = 64;
const mostRoutes = 1000;

/** The averages by route. Routes come from the application or from the path, which clients choose: so many are kept, the others share one. */
export class RouteAverages {
  readonly #routes = new Map<string, RouteAverage>();
  readonly #others = new RouteAverage();

  of(route: string): RouteAverage {
    const known = this.#routes.get(route);
    if (known !== undefined) return known;
    if (this.#routes.size >= mostRoutes) return this.#others;
    const average = new RouteAverage();
    this.#routes.set(route, average);
    return average;
  }
}
