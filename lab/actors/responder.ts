import { createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { refusal, request, response } from './exchange.ts';

// Usage: node responder.ts BEHAVIOUR PORT [HOST]
// Without HOST it listens on all addresses.

type Behaviour = (socket: Socket) => void;

const onRequest = (socket: Socket, answer: () => void): void => {
  let pendingBytes = 0;
  socket.on('data', (chunk) => {
    pendingBytes += chunk.length;
    for (; pendingBytes >= request.length; pendingBytes -= request.length) answer();
  });
};

/** Longer than a round trip: the last of a request is sent when its beginning has been acknowledged. */
const unreadMs = 250;

const behaviours: Readonly<Record<string, Behaviour>> = {
  'answer-and-close': (socket) => {
    onRequest(socket, () => socket.end(response));
  },
  'keep-alive': (socket) => {
    onRequest(socket, () => socket.write(response));
    socket.on('end', () => socket.end());
  },
  // Takes what comes behind the first request, and says no more.
  'answer-first': (socket) => {
    socket.once('data', () => socket.write(response));
    socket.resume();
    socket.on('end', () => socket.end());
  },
  // A download, in as many full segments as the path takes.
  'answer-large': (socket) => {
    onRequest(socket, () => socket.write(Buffer.alloc(20_000, '.')));
    socket.on('end', () => socket.end());
  },
  'answer-late': (socket) => {
    onRequest(socket, async () => {
      await sleep(600);
      socket.write(response);
    });
    socket.on('end', () => socket.end());
  },
  // Three answers to one request, as a stream of events would be.
  'answer-in-parts': (socket) => {
    onRequest(socket, async () => {
      for (let part = 0; part < 3; part++) {
        socket.write(response);
        await sleep(500);
      }
    });
    socket.on('end', () => socket.end());
  },
  // Answers, and has something to say nine seconds later.
  'push-late': (socket) => {
    onRequest(socket, () => {
      socket.write(response);
      setTimeout(() => socket.write(response), 9000);
    });
    socket.on('end', () => socket.end());
  },
  'keep-alive-close-late': (socket) => {
    onRequest(socket, () => socket.write(response));
    socket.on('end', async () => {
      await sleep(800);
      socket.end();
    });
  },
  // Closes both directions (destroy, not end) when nothing was asked for two seconds.
  'close-idle': (socket) => {
    onRequest(socket, () => {
      socket.write(response);
      setTimeout(() => socket.destroy(), 2000);
    });
  },
  // Answers, but lets no connection live for longer than three and a half seconds.
  'limit-lifetime': (socket) => {
    onRequest(socket, () => socket.write(response));
    socket.on('end', () => socket.end());
    setTimeout(() => socket.resetAndDestroy(), 3500);
  },
  // The same, but nothing is cut off: it says by a FIN that it will take no more.
  'limit-lifetime-gently': (socket) => {
    onRequest(socket, () => socket.write(response));
    socket.on('end', () => socket.end());
    setTimeout(() => socket.end(), 3500);
  },
  'answer-and-reset': (socket) => {
    onRequest(socket, () => socket.write(response, () => setTimeout(() => socket.resetAndDestroy(), 5)));
  },
  // Looks once a second whether the other end is still there.
  'probe-idle': (socket) => {
    socket.setKeepAlive(true, 1000);
    onRequest(socket, () => socket.write(response));
    socket.on('end', () => socket.end());
  },
  'say-nothing': (socket) => {
    socket.resume();
    socket.on('end', () => socket.end());
  },
  'hang-unread': () => {},
  // Nothing is read: these sockets stay paused, so that all of the request waits in the kernel's queue when they are closed.
  'close-unread': async (socket) => {
    await sleep(unreadMs);
    socket.destroy();
  },
  // Refuses an upload of 40,000 bytes, but reads it all before.
  'refuse-read': (socket) => {
    let bytes = 0;
    socket.on('data', (chunk) => {
      bytes += chunk.length;
      if (bytes > 40_000) socket.end(refusal);
    });
  },
  // Refuses by the header alone.
  'refuse-announced': (socket) => {
    socket.once('data', () => socket.end(refusal));
  },
  'refuse-unread': async (socket) => {
    await sleep(unreadMs);
    socket.write(refusal);
    socket.destroy();
  },
};

const [name = '', port, host = '::'] = process.argv.slice(2);
const behave = behaviours[name];
if (behave === undefined) throw new Error(`behaviour ${name} is none of ${Object.keys(behaviours).join(', ')}`);
const server = createServer({ allowHalfOpen: true, pauseOnConnect: name.endsWith('-unread') }, (socket) => {
  socket.on('error', () => {});
  behave(socket);
});
server.listen({ port: Number(port), host }, () => console.log('listening'));
