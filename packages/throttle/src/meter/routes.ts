import { type RouteAverage, RouteAverages } from './route-averages.ts';

/** A route by its name, with what its requests use on average. */
export class Route {
  readonly name: string;
  readonly average: RouteAverage;

  constructor(name: string, average: RouteAverage) {
    this.name = name;
    this.average = average;
  }
}

/** A route as it is asked for; another method of the same URL comes next. */
class Asked {
  readonly method: string;
  readonly route: Route;
  readonly next: Asked | undefined;

  constructor(method: string, route: Route, next: Asked | undefined) {
    this.method = method;
    this.route = route;
    this.next = next;
  }
}

/** URLs with parameters are many; those without come first and often. */
const mostKept = 2000;

/** The routes of a service. What route a method and URL belong to is found out once, as long as there is room: Fastify makes a new object with all it knows of a route each time it is asked. */
export class Routes {
  readonly #averages = new RouteAverages();
  readonly #byUrl = new Map<string, Asked>();
  #kept = 0;

  of(method: string, url: string): Route | undefined {
    let asked = this.#byUrl.get(url);
    while (asked !== undefined && asked.method !== method) asked = asked.next;
    return asked?.route;
  }

  named(name: string): Route {
    return new Route(name, this.#averages.of(name));
  }

  /** Keeps it if there is room. @returns the route */
  keep(method: string, url: string, route: Route): Route {
    if (this.#kept >= mostKept) return route;
    this.#kept += 1;
    this.#byUrl.set(url, new Asked(method, route, this.#byUrl.get(url)));
    return route;
  }
}
