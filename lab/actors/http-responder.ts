import { createServer } from 'node:http';

// Usage: node http-responder.ts PORT KEEP-ALIVE-MS
// Node's own HTTP server, which closes a connection that was idle for so long.

const [port, keepAliveMs] = process.argv.slice(2).map(Number);
const server = createServer((_request, response) => response.end('as you wish\n'));
server.keepAliveTimeout = keepAliveMs ?? 0;
server.keepAliveTimeoutBuffer = 0;
server.listen({ port, host: '::' }, () => console.log('listening'));
