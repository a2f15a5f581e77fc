import type { FastifyInstance } from 'fastify';
import { PullRequests } from './pull-requests.ts';

/** The API: two endpoints that cost next to nothing, and one that reads the whole table. */
export function pullRequestRoutes(database: string): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    const pullRequests = new PullRequests(database);
    app.addHook('onClose', async () => pullRequests.close());
    app.get<{ Params: { number: string } }>('/api/pull-requests/:number', async ({ params }, reply) => {
      return (
        pullRequests.one(Number(params.number)) ?? reply.code(404).send({ error: 'There is no such pull request.' })
      );
    });
    app.get<{ Params: { repository: string } }>('/api/repositories/:repository/pull-requests', async ({ params }) =>
      pullRequests.newestOf(params.repository),
    );
    app.get<{ Querystring: { q?: string } }>('/api/search', async ({ query }) => pullRequests.search(query.q ?? ''));
  };
}
