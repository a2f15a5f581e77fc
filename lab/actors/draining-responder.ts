import { createServer, type Socket } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { request, response } from './exchange.ts';

// Usage: node draining-responder.ts PORT ANSWER-MS
// Takes so long for an answer. Told to stop (SIGTERM), it takes no more connections, answers what it was asked, closes, and ends. It shares its port with a successor
// (SO_REUSEPORT).

const [port, answerMs] = process.argv.slice(2).map(Number);
/** How many answers each connection waits for. */
const due = new Map<Socket, number>();
let stopping = false;

const server = createServer({ allowHalfOpen: true }, (socket) => {
  due.set(socket, 0);
  let pendingBytes = 0;
  socket.on('data', (chunk) => {
    pendingBytes += chunk.length;
    for (; pendingBytes >= request.length; pendingBytes -= request.length) void answer(socket);
  });
  socket.on('end', () => socket.end());
  socket.on('close', () => due.delete(socket));
});

async function answer(socket: Socket): Promise<void> {
  due.set(socket, (due.get(socket) ?? 0) + 1);
  await sleep(answerMs);
  socket.write(response);
  due.set(socket, (due.get(socket) ?? 0) - 1);
  if (stopping) closeDone();
}

function closeDone(): void {
  for (const [socket, answers] of due) if (answers === 0) socket.end();
}

process.once('SIGTERM', () => {
  stopping = true;
  server.close();
  closeDone();
});
server.listen({ port, host: '::', reusePort: true }, () => console.log('listening'));
