import { Agent, type ClientRequest, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

// Usage: node registry-push.ts HOST PORT CHUNKS CHUNK-BYTES PAUSE-MS
// Pushes one layer to a registry, chunk by chunk on one connection, each in four pieces with a pause before each, as the OCI distribution specification says ("Pushing a blob in chunks").
// Prints "pushed BYTES" or, as docker does, what went wrong.

const [host = '', port, chunks, chunkBytes = 0, pauseMs] = process.argv
  .slice(2)
  .map((value, index) => (index === 0 ? value : Number(value))) as [string, number, number, number, number];
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function ask(method: string, path: string, body = Buffer.alloc(0)): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, method, path, agent, headers: { 'Content-Length': body.length } });
    asked.on('error', reject);
    asked.on('response', (answer) => {
      answer.resume();
      const { statusCode = 0, headers } = answer;
      answer.on('end', () =>
        statusCode === 202 ? resolve(`${headers.location}`) : reject(new Error(`${statusCode}`)),
      );
      answer.on('error', reject);
    });
    void send(asked, body);
  });
}

async function send(asked: ClientRequest, body: Buffer): Promise<void> {
  for (let piece = 0; piece < 4 && body.length > 0; piece++) {
    await sleep(pauseMs);
    if (asked.destroyed) return;
    asked.write(body.subarray((piece * body.length) / 4, ((piece + 1) * body.length) / 4));
  }
  asked.end();
}

try {
  let upload = await ask('POST', '/v2/story/blobs/uploads/');
  for (let chunk = 0; chunk < chunks; chunk++) {
    upload = await ask('PATCH', upload, Buffer.alloc(chunkBytes, chunk));
  }
  console.log(`pushed ${chunks * chunkBytes}`);
} catch (error) {
  console.log(`error during push: ${(error as NodeJS.ErrnoException).code ?? (error as Error).message}`);
}
agent.destroy();
