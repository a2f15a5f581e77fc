// Writes down each step of each execution of a job: `STEP JOB PID MILLISECONDS`. A line is one append, so lines of several processes do not mix.
const { appendFileSync } = require('node:fs');
const { setTimeout: sleep } = require('node:timers/promises');

module.exports = async ({ id, data: { journal } }) => {
  const write = (step) => appendFileSync(journal, `${step} ${id} ${process.pid} ${Date.now()}\n`);
  write('begin');
  for (let step = 0; step < 5; step += 1) {
    await sleep(15);
    write('step');
  }
  write('end');
};
