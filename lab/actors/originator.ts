import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { request, response } from './exchange.ts';

// Usage: node originator.ts BEHAVIOUR HOST PORT [--local-port N] [--times N [--together | --every MS]] [--requests N] [--body BYTES] [--pause MS] [--probe MS]
// Prints one line per connection: "BYTES received" or the code of the error.

interface Options {
  readonly bodyBytes: number;
  readonly pauseMs: number;
  readonly requests: number;
}
type Behaviour = (socket: Socket, options: Options) => void;

/** Calls back for each complete response, counting from 1. */
const onResponse = (socket: Socket, then: (count: number) => void): void => {
  let pendingBytes = 0;
  let count = 0;
  socket.on('data', (chunk) => {
    pendingBytes += chunk.length;
    for (; pendingBytes >= response.length; pendingBytes -= response.length) then(++count);
  });
};

/** Asks, and takes no answer within 300 ms for none: after the other end's FIN nothing tells Node.js of a RST. */
const askLate = (socket: Socket): void => {
  socket.write(request);
  setTimeout(() => socket.destroy(), 300);
};

const behaviours: Readonly<Record<string, Behaviour>> = {
  'until-closed': (socket) => {
    socket.write(request);
    socket.on('end', () => socket.end());
    socket.resume();
  },
  'two-requests': (socket) => {
    socket.write(request);
    onResponse(socket, (count) => (count === 1 ? socket.write(request) : socket.end()));
  },
  'pause-between': (socket) => {
    socket.write(request);
    onResponse(socket, async (count) => {
      if (count === 2) await sleep(3000);
      if (count < 4) socket.write(request);
      else socket.end();
    });
  },
  'reset-after-end': (socket) => {
    socket.write(request);
    socket.on('end', async () => {
      await sleep(100);
      socket.resetAndDestroy();
    });
    socket.resume();
  },
  // Waits before each further request, a `pauseMs` longer each time.
  'longer-pauses': (socket, { pauseMs }) => {
    socket.write(request);
    onResponse(socket, async (count) => {
      await sleep(pauseMs * count);
      socket.write(request);
    });
  },
  // As many requests as it is told, a `pauseMs` after each response.
  'one-after-another': (socket, { pauseMs, requests }) => {
    socket.write(request);
    onResponse(socket, async (count) => {
      if (count === requests) return socket.end();
      await sleep(pauseMs);
      socket.write(request);
    });
  },
  // Asks again after a pause, and does not look whether the other end has closed meanwhile.
  'ask-again': (socket, { pauseMs }) => {
    socket.write(request);
    onResponse(socket, async (count) => {
      if (count === 2) return socket.end();
      await sleep(pauseMs);
      askLate(socket);
    });
  },
  // Says a word, and then nothing for a while: not even when the other end closes.
  'ask-and-wait': (socket, { pauseMs }) => {
    socket.write(request);
    socket.resume();
    setTimeout(() => socket.end(), pauseMs);
  },
  // Asks, and asks again after a pause, whatever the answer was.
  'ask-twice': (socket, { pauseMs }) => {
    socket.write(request);
    socket.resume();
    setTimeout(() => askLate(socket), pauseMs);
  },
  'speak-late': (socket, { pauseMs }) => {
    setTimeout(() => askLate(socket), pauseMs);
    socket.resume();
  },
  'give-up': (socket, { pauseMs }) => {
    socket.write(request);
    setTimeout(() => socket.resetAndDestroy(), pauseMs);
    socket.resume();
  },
  // An upload that says how long it is, sent piece by piece.
  put: async (socket, { bodyBytes, pauseMs }) => {
    socket.resume();
    socket.on('end', () => socket.end());
    socket.write(`PUT /v2/blob HTTP/1.1\r\nHost: registry.example\r\nContent-Length: ${bodyBytes}\r\n\r\n`);
    for (let left = bodyBytes; left > 0 && !socket.destroyed; left -= 1000) {
      socket.write(Buffer.alloc(1000, '.'));
      await sleep(pauseMs);
    }
  },
  // Says how long its upload is, and asks whether to send it (Expect: 100-continue, RFC 9110 section 10.1.1).
  'put-if-expected': (socket, { bodyBytes }) => {
    const header = `PUT /v2/blob HTTP/1.1\r\nHost: registry.example\r\nContent-Length: ${bodyBytes}`;
    socket.write(`${header}\r\nExpect: 100-continue\r\n\r\n`);
    socket.once('data', (answer) => {
      if (answer.toString().startsWith('HTTP/1.1 100')) socket.write(Buffer.alloc(bodyBytes, '.'));
    });
    socket.on('end', () => socket.end());
  },
  // As an SSH client that never logs in.
  greet: (socket, { pauseMs }) => {
    socket.write('SSH-2.0-Story\r\n');
    socket.on('end', () => socket.end());
    socket.resume();
    setTimeout(() => socket.end(), pauseMs);
  },
  // Waits between the request and its body.
  'pause-before-body': (socket, { bodyBytes, pauseMs }) => {
    socket.write(request);
    setTimeout(() => socket.write(Buffer.alloc(bodyBytes, '.')), pauseMs);
    socket.on('end', () => socket.end());
    socket.resume();
  },
  upload: (socket, { bodyBytes }) => {
    socket.write(request);
    socket.write(Buffer.alloc(bodyBytes, '.'));
    socket.on('end', () => socket.end());
    socket.resume();
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'local-port': { type: 'string' },
    times: { type: 'string', default: '1' },
    every: { type: 'string', default: '0' },
    requests: { type: 'string', default: '1' },
    body: { type: 'string' },
    pause: { type: 'string' },
    probe: { type: 'string' },
    together: { type: 'boolean' },
  },
});
const [name = '', host = '', port] = positionals;
const behave = behaviours[name];
if (behave === undefined) throw new Error(`behaviour ${name} is none of ${Object.keys(behaviours).join(', ')}`);
const localPort = values['local-port'];

const open = async (): Promise<void> => {
  const socket = connect({
    host,
    port: Number(port),
    allowHalfOpen: true,
    ...(localPort === undefined ? {} : { localPort: Number(localPort) }),
  });
  if (values.probe !== undefined) socket.setKeepAlive(true, Number(values.probe));
  socket.on('connect', () =>
    behave(socket, {
      bodyBytes: Number(values.body ?? 0),
      pauseMs: Number(values.pause ?? 0),
      requests: Number(values.requests),
    }),
  );
  // A recording that goes wrong must end too.
  socket.setTimeout(20_000, () => socket.destroy(new Error('silence for 20 s')));
  const outcome = await new Promise<string>((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve(`${socket.bytesRead} received`));
  });
  console.log(outcome);
};
const times = Number(values.times);
if (values.together) await Promise.all(Array.from({ length: times }, open));
else {
  for (let left = times; left > 0; left--) {
    await open();
    await sleep(Number(values.every));
  }
}
