import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { noPlaceApart, PlaceApart } from './place-apart.ts';

const root = join(import.meta.dirname, '..');

/** The README's blocks of one language, in its order. */
function blocks(language: string): readonly string[] {
  const readme = readFileSync(join(root, 'packages/throttle/README.md'), 'utf8');
  return [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , text = '']) => text);
}

/** The one that holds some words. */
function block(language: string, words: string): string {
  const [found, ...more] = blocks(language).filter((text) => text.includes(words));
  assert(found !== undefined && more.length === 0, `one block of ${language} with ${words}`);
  return found;
}

function missing(): string | false {
  const absent = Object.entries({ curl: 'curl', nginx: 'nginx-light', ip: 'iproute2' }).filter(
    ([program]) => spawnSync('sh', ['-c', `command -v ${program}`], { env: withSbin }).status !== 0,
  );
  return absent.length > 0 && `not installed (Debian: ${absent.map(([, name]) => name).join(', ')})`;
}

const withSbin = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };

/**
 * What a new user of Express does who has nothing but the README: its blocks as they stand, with the packed packages and Debian's nginx, from the installation to a shadow deployment, a graph, a limit and a 429.
 *
 * @param folder where the packed packages are installed; npm is not asked again, and Express is taken from ours
 */
export function followThrottleReadme(folder: string, env: NodeJS.ProcessEnv): void {
  describe('the README of the throttle, followed block by block', { skip: noPlaceApart() || missing() }, () => {
    let place: PlaceApart;
    const first = block('js', 'app.listen(3000)');
    /** Puts the program there, with another throttle if one is given, and starts it anew. */
    const start = (throttle?: string): void => {
      const program = throttle === undefined ? first : first.replace(/const throttle = [\s\S]*?^\}\);\n/m, throttle);
      assert(throttle === undefined || program !== first);
      writeFileSync(join(folder, 'app.mjs'), program);
      const command = block('sh', 'node app.mjs').trim();
      place.run(`test ! -f app.pid || { kill $(cat app.pid); while curl -s -o /dev/null localhost:3000/; do sleep 0.1; done; }
        ${command} > app.log 2>&1 & echo $! > app.pid
        for try in $(seq 300); do curl -s -o /dev/null localhost:3000/ready && exit; sleep 0.1; done; cat app.log >&2; exit 1`);
    };

    before(async () => {
      const path = `${join(folder, 'node_modules/.bin')}:${env.PATH}:/usr/sbin:/sbin`;
      place = await PlaceApart.open(folder, { ...env, PATH: path });
      symlinkSync(join(root, 'node_modules/express'), join(folder, 'node_modules/express'));
      for (const server of ['/etc/nginx', '/var/log/nginx']) place.copy(server);
      place.run('rm -f /var/log/nginx/*; nginx');
    });
    after(async () => place?.[Symbol.asyncDispose]());

    test('installs packages that there are', () => {
      const names = blocks('sh').flatMap((text) => /^npm install (.*)$/m.exec(text)?.[1]?.split(' ') ?? []);
      assert.deepEqual(names, ['@fivewhys/throttle', 'express', '--global', '@fivewhys/cli']);
      for (const name of names.filter((one) => one !== '--global'))
        assert(existsSync(join(folder, 'node_modules', name)), name);
    });

    test('measures in shadow, and tells each response what it cost', () => {
      start();
      const printed = place.run(block('sh', '| grep -i x-usage'));
      const shown = block('', 'X-Usage-Quota-Remaining');
      const names = (text: string) =>
        text
          .trim()
          .split('\n')
          .map((line) => line.split(':')[0]);
      assert.deepEqual(names(printed), names(shown));
      assert.match(printed, /X-Usage-Request-Cost: \d+\.\d\d\r\n/);
    });

    test('behind nginx, where the client sees none of it and the log has it all', () => {
      place.run(block('sh', 'recipes/nginx'));
      writeFileSync(join(folder, 'app.conf'), block('nginx', 'proxy_pass'));
      place.run('cp app.conf /etc/nginx/conf.d/app.conf');
      place.run(block('sh', 'nginx -s reload'));
      place.run('for try in $(seq 300); do curl -s -o /dev/null localhost:8080/ready && exit; sleep 0.1; done; exit 1');
      const [seen, logged = ''] = place.run(block('sh', 'grep -ci x-usage')).split('\n');
      const [shownSeen, shownLogged = ''] = block('', '"x_usage_quota_remaining"').split('\n');
      assert.equal(seen, shownSeen);
      const keys = [...shownLogged.matchAll(/"(\w+)":/g)].map(([, key]) => key);
      const line = JSON.parse(logged);
      assert.deepEqual(Object.keys(line).slice(0, keys.length), keys);
      assert(Number(line.x_usage_request_cost) > 12.5, logged);
    });

    test('shows who uses what, as a graph too, and says why it recommends no limit yet', () => {
      place.run("for i in $(seq 20); do curl -s -o /dev/null localhost:8080/ -H 'Authorization: ann'; done");
      for (const log of ['usage.jsonl', '/var/log/nginx/usage.log']) {
        const printed = place.run(block('sh', 'fivewhys usage').replaceAll('usage.jsonl', log));
        assert.match(printed, log === 'usage.jsonl' ? / ann\n/ : / ip:127\.0\.0\.1\n/);
        assert.match(printed, /GET \//);
        assert.match(printed, /No limit can be recommended\n {2}\d account-windows? (is|are) too few/);
        assert.match(printed, /A limit of 200,000 units in 1 h\n {2}would have throttled nobody/);
        assert.match(readFileSync(join(folder, 'usage.html'), 'utf8'), /<svg/);
      }
    });

    test('enforces a limit for a part of the accounts, and then answers 429 where a quota is used up', () => {
      start(block('js', 'enforcePercent'));
      assert.match(place.run('curl -si localhost:8080/'), /^HTTP\/1\.1 200 OK\r\n[\s\S]*hello$/);
      start(block('js', "mode: 'enforce',"));
      const answers = place.run(block('sh', 'for i in'));
      const refused = answers.slice(answers.indexOf('HTTP/1.1 429'));
      const [head = '', body = ''] = block('', 'HTTP/1.1 429').trim().split('\n\n');
      for (const line of head.split('\n')) {
        const shape = line.replace(/[?.*+^$|()[\]\\]/g, '\\$&').replaceAll(/(Retry-After: |;t=)\d+/g, '$1\\d+');
        assert.match(refused, new RegExp(`^${shape}\\r$`, 'm'));
      }
      assert(refused.includes(body.slice(0, body.indexOf('…'))), refused);
    });
  });
}
