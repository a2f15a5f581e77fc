import assert from 'node:assert/strict';
import { execFile, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { fewAccounts } from '../examples/git-host/load/accounts.ts';
import { authorizationOf } from '../examples/git-host/load/authorization-of.ts';
import { makePullRequestTable } from '../examples/git-host/provision/pull-request-table.ts';
import { makeRepositories } from '../examples/git-host/provision/repositories.ts';
import { gitHostApp } from '../examples/git-host/service/git-host-app.ts';
import type { Story } from '../examples/git-host/story/story.ts';
import { requestRecords } from '../examples/git-host/story/usage-records.ts';

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-git-host-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function missing(...programs: readonly string[]): string | false {
  const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
  const absent = programs.filter((name) => spawnSync('which', [name], { env: { PATH } }).status !== 0);
  return absent.length > 0 && `not installed: ${absent.join(', ')} (Debian: git, nginx-light)`;
}

describe('the Git host', { skip: missing('git') }, () => {
  test('serves clones, and counts the work of git to the account that cloned', async () => {
    const records = join(folder, 'usage.jsonl');
    await using host = await started(records);
    const clone = (account: string, name: string) => {
      const header = `http.extraHeader=Authorization: ${authorizationOf(account)}`;
      return run('git', ['-c', header, 'clone', '--quiet', '--bare', `${host.url}/git/${name}`, join(folder, account)]);
    };
    const look = (account: string, path: string) =>
      fetch(host.url + path, { headers: { authorization: authorizationOf(account) } });
    const others = Array.from({ length: 10 }, () => look('looker', '/api/pull-requests/7'));
    await Promise.all([clone('one', 'project-1.git'), clone('other', 'project-2.git'), ...others]);
    assert.equal((await look('looker', '/api/search?q=queue')).status, 200);
    const { stdout } = await run('git', ['-C', join(folder, 'one'), 'log', '--oneline']);
    assert.equal(stdout.trim().split('\n').length, 40);
    await host.close();
    const byAccount = Map.groupBy(requestRecords(records), ({ account }) => account);
    const children = (account: string) => byAccount.get(account)?.map((record) => record.children);
    assert.deepEqual(children('one'), [1, 1, 1]);
    assert.deepEqual(children('other'), [1, 1, 1]);
    assert.deepEqual([...new Set(children('looker'))], [0]);
    const childCpuMs = (account: string) =>
      (byAccount.get(account) ?? []).reduce((sum, record) => sum + record.childCpuMs, 0);
    assert(childCpuMs('one') + childCpuMs('other') > 0);
    assert.equal(childCpuMs('looker'), 0);
  });

  for (const [path, status] of [
    ['/git/no-such.git/info/refs?service=git-upload-pack', 404],
    ['/git/..%2f..%2fetc/info/refs?service=git-upload-pack', 404],
    ['/git/project-1.git/info/refs?service=git-receive-pack', 403],
    ['/api/pull-requests/0', 404],
  ] as const) {
    test(`answers ${status} to ${path}`, async () => {
      await using host = await started(join(folder, 'answers.jsonl'));
      assert.equal((await fetch(host.url + path)).status, status);
    });
  }
});

describe('npm run example:git-host', { skip: missing('git', 'nginx') }, () => {
  test('shows the few, and gives everybody else their clone times back', { timeout: 280_000 }, async () => {
    const first = await played();
    // Something else that holds the machine up for a second or two spoils a run: then there is a second one, and that one counts.
    const { story, told } = keepsItsTimes(first.story) ? first : await played();
    assert(keepsItsTimes(story), told);
    holdStory(story, told);
  });
});

async function played(): Promise<{ readonly story: Story; readonly told: string }> {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const [, ...words] = scripts['example:git-host'].split(' ');
  const figures = join(folder, 'figures.json');
  const child = spawn(process.execPath, [...words, figures], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    told += text;
  });
  const [status] = await once(child, 'close');
  assert.equal(status, 0, told);
  return { story: JSON.parse(readFileSync(figures, 'utf8')), told };
}

/** Clones of the others are slow in the incident, and not with the limit. */
function keepsItsTimes({ clones }: Story): boolean {
  return clones.enforced.p95Ms <= 1.5 * clones.quiet.p95Ms && clones.shadow.p95Ms >= 3 * clones.quiet.p95Ms;
}

function holdStory(story: Story, told: string): void {
  const { limit, finding, gitWork, front } = story;
  // The few are held, and hardly anybody else.
  assert.deepEqual(story.few.toSorted(), fewAccounts);
  assert(story.fewInShadow.refused === 0 && story.fewInShadow.done > 0, told);
  assert(story.fewEnforced.refused > story.fewEnforced.done, told);
  assert(story.othersEnforced.refused < 0.01 * story.othersEnforced.all, told);
  assert(limit.samples >= 100_000 && limit.low <= limit.units && limit.units > 0, told);
  assert(
    fewAccounts.every((account) => limit.wouldRefuse.includes(account)),
    told,
  );
  // The log of the incident names them, and where they were.
  assert.equal(finding.cause, 'costly-accounts', told);
  assert.deepEqual(finding.accounts.toSorted(), fewAccounts, told);
  assert.match(finding.text.join('\n'), /mostly on GET \/api\/search/);
  // What git's processes take is counted to those who cloned; a clone is three of them.
  assert.equal(gitWork.children, 3 * gitWork.clones);
  assert(gitWork.childCpuMs > 0 && gitWork.toOthersCpuMs === 0, told);
  // What the throttle says is for nginx alone.
  assert.deepEqual(front.seen, []);
  assert.equal(front.logged.x_usage_account, 'account-0001');
  assert(Number(front.logged.x_usage_request_cost) > 0, told);
}

/** The service alone, with two repositories. */
async function started(records: string) {
  const repositories = mkdtempSync(join(folder, 'host-'));
  const database = join(repositories, 'pull-requests.sqlite');
  makePullRequestTable(database, await makeRepositories(repositories, 2), 100);
  const app = await gitHostApp({ repositories, database, records });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  const close = () => app.close();
  return { url: `http://127.0.0.1:${port}`, close, [Symbol.asyncDispose]: close };
}
