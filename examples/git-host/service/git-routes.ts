import type { FastifyInstance, FastifyRequest } from 'fastify';
import { accountOf } from './account-of.ts';
import { askGitBackend, type GitRequest } from './git-backend.ts';

/** What `git clone` and `git fetch` ask for (gitprotocol-http(5)): what there is, then the wanted. Pushing is left out. */
export function gitRoutes(repositories: string): (app: FastifyInstance) => Promise<void> {
  return async (app) => {
    // What git sends is for git: the body is not read here.
    app.addContentTypeParser('application/x-git-upload-pack-request', (_request, body, done) => done(null, body));
    app.get('/git/:repository/info/refs', async (request, reply) => {
      const { status, headers, body } = await askGitBackend(repositories, gitRequest(request));
      return reply.code(status).headers(headers).send(body);
    });
    app.post('/git/:repository/git-upload-pack', async (request, reply) => {
      const { status, headers, body } = await askGitBackend(repositories, {
        ...gitRequest(request),
        body: request.raw,
      });
      return reply.code(status).headers(headers).send(body);
    });
  };
}

function gitRequest({ method, url, headers }: FastifyRequest): GitRequest {
  const { pathname, search } = new URL(url, 'http://host');
  return {
    method,
    path: pathname.slice('/git'.length),
    query: search.slice(1),
    account: accountOf(headers.authorization) ?? '',
    headers,
    body: undefined,
  };
}
