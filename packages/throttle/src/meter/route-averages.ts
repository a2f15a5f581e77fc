/** Running averages of what the requests of a route used: what the next one is expected to use. */
export class RouteAverage {
  cpuUs = 0;
  units = 0;
  /** Whether a request of the route was seen to start a child process. */
  startsChildren = false;
  #measured = 0;
  #cpuWeight = 0;
  #unitsWeight = 0;

  /** Too little is known to expect anything. */
  get unknown(): boolean {
    return this.#measured < 4;
  }

  /** @param probability with which the request was chosen: a rare choice stands for many requests, so that the dear ones, always measured, don't make the average. */
  learnCpu(cpuUs: number, probability: number): void {
    const weight = 1 / probability;
    this.#measured += 1;
    this.#cpuWeight = Math.min(this.#cpuWeight + weight, memory);
    this.cpuUs += ((cpuUs - this.cpuUs) * weight) / this.#cpuWeight;
  }

  learnUnits(units: number): void {
    this.#unitsWeight = Math.min(this.#unitsWeight + 1, memory);
    this.units += (units - this.units) / this.#unitsWeight;
  }

  /** What was learned last was so much too little. */
  correctUnits(units: number): void {
    this.units += units / this.#unitsWeight;
  }
}

/** An average is that of about so many requests, the newest of which count most. */
const memory = 1024;
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
