/** The service as a process of its own: `node serve.ts PORT OPTIONS-AS-JSON`. Says when it listens, and ends in order on SIGTERM. */
import process from 'node:process';
import { type GitHostOptions, gitHostApp } from './git-host-app.ts';

const [port, options = ''] = process.argv.slice(2);
const app = await gitHostApp(JSON.parse(options) as GitHostOptions);
await app.listen({ host: '127.0.0.1', port: Number(port) });
process.on('SIGTERM', () => app.close());
process.stdout.write('listening\n');
