import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeShape } from '../../src/account/route-shape.ts';

test('requests for different things of one kind have one shape, and names keep theirs', () => {
  const shapes: readonly (readonly [string, string])[] = [
    ['/', 'GET /'],
    ['/repositories?page=2', 'GET /repositories'],
    ['/api/v1/users/4711', 'GET /api/v1/users/:id'],
    ['/repo/9f3c2a1/raw/README.md', 'GET /repo/:id/raw/README.md'],
    ['/x/123e4567-e89b-12d3-a456-426614174000', 'GET /x/:id'],
    ['/x/abcdefghijklmnopqrstuvwxyz', 'GET /x/:id'],
    ['/facade/deadbeef', 'GET /facade/deadbeef'],
    ['/oauth2/token#x', 'GET /oauth2/token'],
    ['/1/2/3/4/5/6/7/8/9', 'GET /:id/:id/:id/:id/:id/:id'],
  ];
  for (const [url, shape] of shapes) assert.equal(routeShape('GET', url), shape, url);
});
