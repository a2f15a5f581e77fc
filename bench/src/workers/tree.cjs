// A parent with four descendants: a child, one in a session of its own, one forked twice, one detached. Each is a `sleep` of the time given, by which they are found.
const { spawn } = require('node:child_process');
const [time = ''] = process.argv.slice(2);

spawn('sleep', [time], { stdio: 'ignore' });
spawn('setsid', ['sleep', time], { stdio: 'ignore' });
spawn('sh', ['-c', `(setsid sleep ${time} &) &`], { stdio: 'ignore' });
spawn('sleep', [time], { stdio: 'ignore', detached: true }).unref();
setInterval(() => {}, 1000);
