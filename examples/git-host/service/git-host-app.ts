import { createThrottle, JsonLinesFile, type ThrottleOptions, throttleFastify } from '@fivewhys/throttle';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { accountOf } from './account-of.ts';
import { gitRoutes } from './git-routes.ts';
import { pullRequestRoutes } from './pull-request-routes.ts';

export interface GitHostOptions {
  /** Where the bare repositories are. */
  readonly repositories: string;
  /** The SQLite file with the pull requests. */
  readonly database: string;
  /** Where usage records go. */
  readonly records: string;
  /** What an account may use; left out, nobody is refused anything. */
  readonly limit?: { readonly units: number; readonly windowS: number };
}

/** A small Git host: repositories to clone, and an API for pull requests. */
export async function gitHostApp({ repositories, database, records, limit }: GitHostOptions): Promise<FastifyInstance> {
  const app = Fastify();
  const throttle = createThrottle<FastifyRequest>({
    account: (request) => accountOf(request.headers.authorization),
    trustedProxies: ['127.0.0.1'],
    records: new JsonLinesFile({ path: records }),
    showAccount: true,
    ...enforcing(limit),
  });
  await app.register(throttleFastify(throttle));
  await app.register(gitRoutes(repositories));
  await app.register(pullRequestRoutes(database));
  app.addHook('onClose', () => throttle.close());
  return app;
}

function enforcing(limit: GitHostOptions['limit']): Pick<ThrottleOptions, 'mode' | 'plans'> {
  return limit === undefined ? {} : { mode: 'enforce', plans: { default: limit } };
}
